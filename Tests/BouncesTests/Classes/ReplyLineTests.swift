import Testing

@testable import Bounces

@Suite("A reply in one line")
struct ReplyLineTests {
    @Test(
        "Code and status stand there once",
        arguments: [
            (550, "5.1.1", "No such user", "550 5.1.1 No such user"),
            (550, "5.1.1", "550 5.1.1 No such user", "550 5.1.1 No such user"),
            (550, "5.1.1", "550 No such user", "550 5.1.1 No such user"),
            (550, "5.1.1", "550-5.1.1 No such user\n550 5.1.1 here", "550 5.1.1 No such user 550 5.1.1 here"),
            (550, "5.1.1", "5.1.1 No such user", "550 5.1.1 No such user"),
            (550, "5.0.0", "554 5.7.1 no", "550 5.0.0 554 5.7.1 no"), (nil, nil, "No such\nuser", "No such user"),
            (550, nil, nil, "550"), (nil, nil, "", ""), (550, "5.1.1", "5500 letters", "550 5.1.1 5500 letters"),
            (550, nil, "550-", "550"),
        ] as [(Int?, String?, String?, String)])
    func once(code: Int?, status: String?, text: String?, expected: String) {
        #expect(ReplyLine.text(code: code, status: status, text: text) == expected)
    }

    @Test("The words alone have neither")
    func words() {
        #expect(ReplyLine.words(code: 554, status: "5.0.0", text: "554 5.0.0 go away") == "go away")
        #expect(ReplyLine.words(code: 550, status: nil, text: "554 5.0.0 go away") == "554 5.0.0 go away")
    }
}
