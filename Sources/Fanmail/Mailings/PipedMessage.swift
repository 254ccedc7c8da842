/// A message as a mail server hands it to a program.
package enum PipedMessage {
    /// What stands above a message, and is written anew for each delivery: the `From ` line of an mbox has the time.
    private static let passing = "delivery-date:"
    private static let trace = ["return-path:", "delivered-to:", "x-original-to:", "envelope-to:"]

    /// The message without what differs from one delivery to the next, so that another one is known as the same.
    package static func stripped(_ message: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        var rest = message[...]
        var isKept = true
        while let end = rest.firstIndex(of: 0x0A) {
            let line = rest[...end]
            let start = String(decoding: line.prefix(20), as: UTF8.self).lowercased()
            let isFolded = line.first == 0x20 || line.first == 0x09
            let isMboxLine =
                line.startIndex == message.startIndex && start.hasPrefix("from ") && !start.hasPrefix("from :")
            if isMboxLine || start.hasPrefix(passing) {
                isKept = false
            } else if trace.contains(where: start.hasPrefix) {
                isKept = true
            } else if !isFolded {
                break
            }
            if isKept { kept += line }
            rest = rest[rest.index(after: end)...]
        }
        return kept + rest
    }
}
