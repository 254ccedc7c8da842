import Testing

@testable import SMTPProtocol

struct OctetWriterTests {
    private func written(_ body: (inout OctetWriter) -> Void) -> String {
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { room in
            room.initializeMemory(as: UInt8.self, repeating: UInt8(ascii: "#"))
            var writer = OctetWriter(room)
            body(&writer)
            // Nothing behind it is touched.
            #expect(room[writer.count...].allSatisfy { $0 == UInt8(ascii: "#") })
            return String(decoding: room[..<writer.count], as: UTF8.self)
        }
    }

    @Test("Texts and octets stand one behind the other")
    func texts() {
        let text = written { writer in
            writer.write("a" as StaticString)
            writer.write("" as StaticString)
            writer.write("grüße, long enough to be no small one" as String)
            Array("\r\n".utf8).withUnsafeBytes { writer.write($0) }
        }
        #expect(text == "agrüße, long enough to be no small one\r\n")
    }

    @Test(
        "A number is written in decimal", arguments: [0, 7, 9, 10, 11, 99, 100, 12_345, 1_000_000, .max, -1, -10, .min])
    func decimals(value: Int) {
        #expect(written { $0.write(decimal: value) } == "\(value)")
    }

    @Test("What has no room traps, and nothing beyond the room is written")
    func full() async {
        await #expect(processExitsWith: .failure) {
            withUnsafeTemporaryAllocation(byteCount: 4, alignment: 1) { room in
                var writer = OctetWriter(UnsafeMutableRawBufferPointer(rebasing: room[..<3]))
                writer.write("four" as StaticString)
            }
        }
    }
}
