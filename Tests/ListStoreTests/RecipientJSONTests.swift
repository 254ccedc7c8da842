import FanmailBasics
import SMTPCore
import Testing

@testable import ListStore

@Suite("The members of an envelope as JSON")
struct RecipientJSONTests {
    private func batch(_ ids: [Int64]) -> RecipientBatch {
        var batch = RecipientBatch()
        for id in ids { batch.append(id: id, address: "a@example.org") }
        return batch
    }

    private func json(_ ids: [Int64], without excepted: Set<Int> = []) -> String {
        String(decoding: batch(ids).jsonIDs(without: excepted), as: UTF8.self)
    }

    @Test("An array of ids in their order, of any number of digits")
    func all() {
        #expect(json([]) == "[]")
        #expect(json([7]) == "[7]")
        let ids: [Int64] = [0, 9, 10, 99, 100, 1_234_567, .max, .max, 1]
        #expect(json(ids) == "[0,9,10,99,100,1234567,9223372036854775807,9223372036854775807,1]")
    }

    @Test("Who is excepted is left out, wherever they stand")
    func excepted() {
        #expect(json([10, 20, 30], without: [0]) == "[20,30]")
        #expect(json([10, 20, 30], without: [1]) == "[10,30]")
        #expect(json([10, 20, 30], without: [2]) == "[10,20]")
        #expect(json([10, 20, 30], without: [0, 1, 2]) == "[]")
    }
}
