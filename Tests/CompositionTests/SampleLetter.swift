import Foundation

/// A letter of the repository, from the disk.
enum SampleLetter {
    static func bytes(of path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }
}
