import TestSupport
import Testing

@testable import FanmailDelivery

struct WaitingLineTests {
    @Test func firstComeFirstServed() {
        var random = SeededGenerator(seed: 7)
        var line = WaitingLine<Int>()
        var model: [Int] = []
        for number in 0..<5000 {
            if Bool.random(using: &random) {
                line.append(number)
                model.append(number)
            } else {
                let first = line.popFirst()
                #expect(first == (model.isEmpty ? nil : model.removeFirst()))
            }
            #expect(line.count == model.count)
            #expect(line.first == model.first)
        }
    }

    @Test func alarmsComeInOrderOfTimeAndThenOfSetting() {
        var random = SeededGenerator(seed: 11)
        var alarms = Alarms<Int>()
        let times = (0..<500).map { _ in Int.random(in: 0..<50, using: &random) }
        for (number, time) in times.enumerated() { alarms.set(number, at: .seconds(time)) }
        var rung: [Int] = []
        for now in 0..<25 { while let number = alarms.removeDue(at: .seconds(now)) { rung.append(number) } }
        let expected = times.indices.filter { times[$0] < 25 }.sorted { (times[$0], $0) < (times[$1], $1) }
        #expect(rung == expected)
        #expect(alarms.next == times.filter { $0 >= 25 }.min().map { .seconds($0) })
    }
}
