import TestSupport
import Testing

@testable import Composition

@Suite("A picture's size is read from its first octets")
struct PictureSizeTests {
    private static let jpeg: [UInt8] =
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC2, 0, 11, 8, 1, 44, 2, 88, 1, 1, 0x11, 0, 0, 0, 0, 0]
    private static let gif = Array("GIF89a".utf8) + [0x58, 2, 44, 1, 0, 0, 0] as [UInt8]
    private static func webp(_ chunk: String, _ body: [UInt8]) -> [UInt8] {
        Array("RIFF0000WEBP\(chunk)0000".utf8) + body + Array(repeating: 0, count: 20)
    }

    @Test(
        arguments: [
            (Array(SamplePicture.png(width: 600, height: 300).prefix(64)), 600, 300), (Self.jpeg, 600, 300),
            (Self.gif, 600, 300),
            (Self.webp("VP8X", [0, 0, 0, 0, 0x57, 2, 0, 0x2B, 1, 0]), 600, 300),
            (Self.webp("VP8L", [0x2F, 0x57, 0xC2, 0x4A, 0]), 600, 300),
            (Self.webp("VP8 ", [0, 0, 0, 0x9D, 1, 0x2A, 0x58, 2, 44, 1]), 600, 300),
        ])
    func size(octets: [UInt8], width: Int, height: Int) throws {
        let size = try #require(PictureSize(octets))
        #expect(size.width == width && size.height == height)
        #expect(size.fitted(to: 200).height == 100 && size.fitted(to: 900).width == 600)
        // Cut anywhere, it is read as far as it goes.
        for end in 0..<min(64, octets.count) { _ = PictureSize(Array(octets[..<end])) }
    }

    @Test("What is broken has none, and no ground either")
    func broken() {
        var picture = SamplePicture.png(width: 3, height: 3)
        picture[16] = 0xFF
        #expect(PictureSize(picture) == nil && PNGPixels(picture) == nil)
        #expect(PictureSize([]) == nil && PictureSize(Array("GIF89a".utf8)) == nil && PNGPixels([]) == nil)
        let whole = SamplePicture.png(width: 40, height: 40)
        for end in 0..<whole.count { _ = PNGPixels(Array(whole[..<end])) }
        #expect(PictureGround(whole) == .light)
    }
}
