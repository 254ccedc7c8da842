import CryptoExtras
import FanmailBasics
import Foundation
import Testing

@testable import Composition

@Suite("A DKIM key")
struct DKIMKeyTests {
    private func inDirectory(_ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "fanmail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try body(directory.path)
    }

    private func failure(_ body: () throws -> Void) -> DKIMFailure? {
        do {
            try body()
            return nil
        } catch {
            return error as? DKIMFailure
        }
    }

    @Test(arguments: DKIMKey.Algorithm.allCases)
    func isWrittenForItsOwnerAloneAndReadBack(algorithm: DKIMKey.Algorithm) throws {
        try inDirectory { directory in
            let key = try DKIMKey.generate(algorithm)
            let path = "\(directory)/key.pem"
            try key.write(to: path)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let read = try DKIMKey(file: path)
            #expect(read.publicKey == key.publicKey && read.algorithm == algorithm)
            #expect(failure { try key.write(to: path) }?.kind == .unwritable)
            #expect(try DKIMKey(file: path).publicKey == key.publicKey)
        }
    }

    @Test(arguments: [0o640, 0o604, 0o644, 0o660])
    func thatOthersCanReadIsRefused(mode: Int) throws {
        try inDirectory { directory in
            let path = "\(directory)/key.pem"
            try DKIMKey.generate(.ed25519).write(to: path)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            let failure = try #require(failure { _ = try DKIMKey(file: path) })
            #expect(failure.kind == .unsafe)
            #expect(failure.message.contains("chmod 600 \(path)"))
        }
    }

    @Test func whatIsNoKeyIsNamed() throws {
        try inDirectory { directory in
            #expect(failure { _ = try DKIMKey(file: "\(directory)/none.pem") }?.kind == .missing)
            #expect(failure { _ = try DKIMKey(file: directory) } != nil)
            for text in ["", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"] {
                let path = "\(directory)/\(UUID().uuidString)"
                _ = FileManager.default.createFile(
                    atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
                #expect(failure { _ = try DKIMKey(file: path) }?.kind == .unusable)
            }
        }
    }

    @Test func anRSAKeyOf1024BitsIsRefused() throws {
        let short = try _RSA.Signing.PrivateKey(unsafeKeySize: .init(bitCount: 1024)).pkcs8PEMRepresentation
        let failure = failure { _ = try DKIMKey(pem: short) }
        #expect(failure?.message.contains("1024 bits") == true, "\(String(describing: failure))")
    }
}
