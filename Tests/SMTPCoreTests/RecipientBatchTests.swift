import SMTPCore
import Testing

struct RecipientBatchTests {
    @Test func addressesAreKeptInOrder() {
        var batch = RecipientBatch()
        #expect(batch.isEmpty)
        let addresses = ["a@example.org", "\"x@y\"@example.net", "ü@example.com"]
        for (index, address) in addresses.enumerated() { batch.append(id: Int64(index + 10), address: address) }
        #expect(batch.count == 3)
        #expect(batch.ids == [10, 11, 12])
        #expect((0..<3).map { batch.address(at: $0) } == addresses)
        #expect((0..<3).map { batch.domain(at: $0) } == ["example.org", "example.net", "example.com"])
    }

    @Test func bytesAndStringsAreTheSame() {
        var one = RecipientBatch()
        var other = RecipientBatch()
        one.append(id: 1, address: "ada@example.org")
        Array("ada@example.org".utf8).withUnsafeBufferPointer { other.append(id: 1, address: $0) }
        #expect(one.bytes == other.bytes)
        #expect(one.ends == other.ends)
    }
}
