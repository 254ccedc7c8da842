package import FanmailBasics

extension SinkCounts {
    /// As every document has it.
    package var json: JSONValue {
        .object([
            ("connections", JSONValue(connections)), ("encrypted", JSONValue(encrypted)),
            ("authenticated", JSONValue(authenticated)), ("messages", JSONValue(messages)),
            ("copies", JSONValue(copies)), ("refused", JSONValue(refused)), ("deferred", JSONValue(deferred)),
            ("bytes", JSONValue(bytes)), ("answers", JSONValue(answers)),
            (
                "violations",
                .object([
                    ("bareLineFeed", JSONValue(violations.bareLineFeed)),
                    ("bareCarriageReturn", JSONValue(violations.bareCarriageReturn)),
                    ("longLine", JSONValue(violations.longLine)),
                    ("undeclared8Bit", JSONValue(violations.undeclared8Bit)),
                    ("address", JSONValue(violations.address)),
                ])
            ),
        ])
    }
}
