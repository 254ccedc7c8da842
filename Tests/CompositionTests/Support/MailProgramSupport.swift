/// What families of mail programs make of what letters are made of, in words of our own; as measured by others in 2025 and
/// 2026 (caniemail.com is where to look when something is to be added).
///
/// `y` yes, `n` no, `p` in part. Whatever is not `y` everywhere says what is done about it.
struct MailProgramSupport {
    struct Row {
        let name: String
        /// Apple Mail, Gmail, Outlook for Windows (Word), Outlook on the web, Yahoo.
        let marks: String
        let instead: String
    }

    static let families = ["Apple Mail", "Gmail", "Outlook for Windows", "Outlook on the web", "Yahoo"]

    static let elements = rows(
        """
        html yyyyy
        head yyyyy
        meta ypppp read by those that have a dark mode, a narrow screen or links of their own
        title yyyyy
        style yppyy everything that matters stands in the elements
        body ypypp the table within it has the same ground
        div yyyyy
        span yyyyy
        table yyyyy
        thead yyyyy
        tbody yyyyy
        tr yyyyy
        th yyyyy
        td yyyyy
        a yyyyy
        p yyyyy
        h1 yyyyy
        h2 yyyyy
        h3 yyyyy
        ul yyyyy
        ol yyyyy
        li yyyyy
        blockquote yyyyy
        pre yyyyy
        code yyyyy
        strong yyyyy
        em yyyyy
        del yyyyy
        hr yyyyy
        br yyyyy
        img yyyyy
        """)

    static let attributes = rows(
        """
        lang ypyyy again on the outermost table, since Gmail takes away what html has
        dir ypyyy again on the outermost table
        xmlns:o yyyyy
        charset yyyyy
        name yyyyy
        content yyyyy
        class yyyyy
        style yyyyy
        role yyyyy
        align yyyyy
        width yyyyy
        height yyyyy
        cellpadding yyyyy
        cellspacing yyyyy
        bgcolor yyyyy
        href yyyyy
        src yyyyy
        alt yyyyy
        start yyyyy
        """)

    static let properties = rows(
        """
        background yypyy a colour alone, and bgcolor beside it
        border yyyyy
        border-top yyyyy
        border-bottom yyyyy
        border-left yyyyy
        border-right yyyyy
        border-collapse yyyyy
        border-radius yynyy decoration
        color yyyyy
        display yypyy none is known everywhere, and so is what else is said of it here: mso-hide
        font-family yyyyy
        font-size yyyyy
        font-weight yyyyy
        height yypyy of pictures, with the attribute beside it
        letter-spacing yyyyy
        line-height yyyyy
        margin yyyyy
        max-height yynyy of the preheader, with mso-hide
        max-width yynyy a table of that width within a comment for Outlook, and attributes of pictures
        mso-hide nnynn for Outlook alone
        overflow yynyy of the preheader, with mso-hide
        overflow-wrap yynyy word-wrap
        padding yypyy of cells; the button has VML
        padding-left yypyy of lists, where Outlook has a margin of its own
        padding-right yypyy as padding-left
        table-layout yynyy decoration: long words
        text-align yyyyy
        text-decoration yyyyy
        vertical-align yyyyy
        white-space yypyy code is in lines of its own all the same
        width yyyyy
        word-break yypyy decoration: long words
        word-wrap yyyyy
        """)

    private static func rows(_ text: String) -> [String: Row] {
        var rows: [String: Row] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
            rows[parts[0]] = Row(name: parts[0], marks: parts[1], instead: parts.count > 2 ? parts[2] : "")
        }
        return rows
    }
}
