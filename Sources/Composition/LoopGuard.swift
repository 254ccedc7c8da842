import FanmailMIME

/// Refuses what could go round in a circle, before it does so a million times.
enum LoopGuard {
    private static let mostReceived = 100

    static func check(_ header: HeaderSection, _ lists: [ListIdentity]) throws(CompositionFailure) {
        for field in header.all("List-Id") {
            let value = field.value.lowercased().filter { $0 != " " && $0 != "\t" }
            let id = lists.first { value == $0.id.lowercased() || value.contains("<\($0.id.lowercased())>") }
            if let list = id {
                throw CompositionFailure(
                    .loop, line: field.line,
                    "it went through the list \(list.name) already (List-Id); it is not sent again, write a new one")
            }
        }
        for mark in MachineMark.all(in: header) {
            switch mark.kind {
            case .autoSubmitted(let word):
                throw CompositionFailure(
                    .loop, line: mark.line,
                    "it was sent by a machine (Auto-Submitted: \(word.prefix(40))); lists do not pass that on, "
                        + "remove the field if a person wrote it")
            case .nullReversePath:
                throw CompositionFailure(
                    .loop, line: mark.line, "it is a failure report (Return-Path: <>); lists do not pass that on")
            // Authors write to many, and pass on what came through other lists.
            case .precedence, .list: continue
            }
        }
        let received = header.all("Received").count
        if received > mostReceived {
            throw CompositionFailure(
                .loop,
                "it has \(received) Received fields, more than \(mostReceived): it is in a loop; write a new message")
        }
    }
}
