import Foundation
import Testing

@testable import SMTPProtocol

@Suite("SCRAM-SHA-256")
struct SCRAMTests {
    private static let serverFirst =
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"

    private func exchange(_ password: String = "pencil") -> SCRAM {
        SCRAM(user: "user", password: password, nonce: "rOprNGfwEbeRWgbNEkqO")
    }

    private func answer(_ scram: inout SCRAM, _ text: String) throws -> String {
        String(decoding: try scram.respond(to: Array(text.utf8)), as: UTF8.self)
    }

    @Test("The exchange of RFC 7677, section 3") func vector() throws {
        var scram = exchange()
        #expect(scram.first == "n,,n=user,r=rOprNGfwEbeRWgbNEkqO")
        #expect(
            try answer(&scram, Self.serverFirst)
                == "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
        )
        #expect(!scram.isProven)
        #expect(try answer(&scram, "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=") == "")
        #expect(scram.isProven)
    }

    @Test(
        "A server that does not know the password is found out",
        arguments: ["v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", "v=", "e=other-error", "", "v=6rri"])
    func wrongSignature(final: String) throws {
        var scram = exchange()
        _ = try answer(&scram, Self.serverFirst)
        #expect(throws: SASLFailure.self) { try answer(&scram, final) }
        #expect(!scram.isProven)
    }

    @Test(
        "Challenges that cannot be trusted are refused",
        arguments: [
            "r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            "r=another%hvYDpWUa2RaTCAfuxFIlj,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            "r=rOprNGfwEbeRWgbNEkqO%x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095",
            "r=rOprNGfwEbeRWgbNEkqO%x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1000001",
            "r=rOprNGfwEbeRWgbNEkqO%x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=99999999999999999999",
            "r=rOprNGfwEbeRWgbNEkqO%x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=-4096",
            "r=rOprNGfwEbeRWgbNEkqO%x,s=,i=4096", "r=rOprNGfwEbeRWgbNEkqO%x,i=4096", "", "\u{0}", ",,,",
            "m=ext,r=rOprNGfwEbeRWgbNEkqO%x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        ])
    func challenges(text: String) {
        var scram = exchange()
        #expect(throws: SASLFailure.self) { try answer(&scram, text) }
    }

    @Test("235 without the server's signature is no login") func skippedProof() throws {
        var exchange = SASLExchange(
            .scramSHA256, login: Login(user: "user", secret: .password("pencil")), host: "mx", port: 25,
            nonce: "rOprNGfwEbeRWgbNEkqO")
        #expect(throws: SASLFailure.self) { try exchange.checkEnd() }
        _ = try exchange.respond(to: Array(Self.serverFirst.utf8), sentInitial: true)
        #expect(throws: SASLFailure.self) { try exchange.checkEnd() }
        _ = try exchange.respond(to: Array("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=".utf8), sentInitial: true)
        try exchange.checkEnd()
    }

    @Test("Names are escaped, and both are prepared as RFC 4013 says") func preparation() throws {
        #expect(SCRAM(user: "a,b=c", password: "x", nonce: "n").first == "n,,n=a=2Cb=3Dc,r=n")
        #expect(SCRAM(user: "I\u{AD}X", password: "x", nonce: "n").first == "n,,n=IX,r=n")
        #expect(SCRAM(user: "\u{2168}", password: "x", nonce: "n").first == "n,,n=IX,r=n")
        var (plain, wide) = (exchange("pencil"), exchange("\u{FF50}encil"))
        #expect(try answer(&plain, Self.serverFirst) == answer(&wide, Self.serverFirst))
    }
}
