import FanmailBasics
import Testing

@testable import Composition

@Suite("Somebody else's HTML is shielded")
struct ShieldedHTMLTests {
    @Test(
        "What reaches outside beforehand is taken away",
        arguments: [
            "<script>a()</script>", "<SCRIPT src=x></SCRIPT>", "<link rel=preconnect href=//x>",
            "<base href=//x>", "<meta http-equiv=refresh content=0>", "<meta charset=utf-7>",
            "<iframe src=x>in</iframe>",
            "<object data=x></object>", "<embed src=x>", "<svg><script>a()</script></svg>",
            // Read in one way here, and in another by a browser.
            "<svg></p><![CDATA[><link rel=preconnect href=//x>]]></svg>", "<!--><link rel=preconnect href=//x>-->",
            "<svg><desc><a><![CDATA[><link rel=preconnect href=//x>]]></a></desc></svg>",
            "<svg><desc><b></b></desc><style><p><link rel=preconnect></style></svg>",
            "<noscript><link rel=preconnect href=//x></noscript>", "<title><link rel=preconnect></title>",
        ])
    func removed(html: String) {
        let text = ShieldedHTML("<p>one</p>\(html)<p>two</p>").text.lowercased()
        for part in ["<script", "<link", "href=//x", "<meta", "<iframe", "<object", "<embed"] {
            #expect(!text.contains(part), "\(text)")
        }
        #expect(text.contains("<p>one</p>") && text.contains("<p>two</p>"))
    }

    @Test("Its own pictures stand within it, others are left; the longest name counts") func pictures() {
        let pictures = [
            "a": ShieldedHTML.Picture(type: "image/png", octets: [1, 2, 3]),
            "a b@x": ShieldedHTML.Picture(type: "image/gif", octets: [4]),
            "bad": ShieldedHTML.Picture(type: "image/\"><script>", octets: [5]),
            "page": ShieldedHTML.Picture(type: "text/html", octets: [6]),
        ]
        let html = """
            <style>p{background:url(cid:a)}</style><img src="cid:a"><img src='cid:a%20b@x'><td background=cid:a>\
            <img src="cid:a1"><img src="cid:bad"><img src="cid:page">say cid:a
            """
        let text = ShieldedHTML(html, pictures: pictures).text
        #expect(
            text.contains("url(data:image/png;base64,AQID)")
                && text.contains("<img src=\"data:image/png;base64,AQID\">"))
        #expect(text.contains("<img src='data:image/gif;base64,BA=='>") && text.contains("background=data:image/png"))
        #expect(text.contains("\"cid:a1\"") && text.contains("\"cid:bad\"") && text.contains("\"cid:page\""))
        #expect(text.contains("say cid:a"))
    }

    @Test("Rules within a comment of HTML stay, and a title its words") func raw() {
        let text = ShieldedHTML("<title>1 < 2</title><style><!-- p{color:red} --></style><p>x").text
        #expect(text.contains("<title>1 &lt; 2</title><style> p{color:red} </style><p>x"))
    }

    @Test("Links open beside it, and a document type stays in front") func base() {
        let base = "<base target=\"_blank\">"
        #expect(
            ShieldedHTML("<!doctype html><html><head><title>x</title>").text.hasPrefix(
                "<!doctype html><html><head>\(base)"))
        #expect(ShieldedHTML("<!doctype html><p>x").text == "<!doctype html>\(base)<p>x")
        #expect(ShieldedHTML("<p>x").text == "\(base)<p>x")
        #expect(ShieldedHTML("").text == base)
    }

    @Test("Pictures that stand there many times have a bound") func bounded() {
        let picture = ShieldedHTML.Picture(type: "image/png", octets: [UInt8](repeating: 7, count: 1 << 20))
        let html = String(repeating: "<img src='cid:a'>", count: 60)
        let text = ShieldedHTML(html, pictures: ["a": picture]).text
        #expect(text.utf8.count < 70 << 20 && text.contains("'cid:a'") && text.contains("'data:"))
    }
}
