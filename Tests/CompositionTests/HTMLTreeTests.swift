import Testing

@testable import Composition

@Suite("Elements are nested as browsers nest them")
struct HTMLTreeTests {
    /// Each element that has a tag in the body, as its path below the body.
    private static func paths(_ html: String) -> [String] {
        let bytes = Array(html.utf8)
        let tree = HTMLTree(HTMLTokenizer.tokens(bytes), bytes)
        func path(_ index: Int) -> String {
            let element = tree.elements[index]
            guard let parent = element.parent, element.name != "body" else { return element.name }
            return path(parent) + ">" + element.name
        }
        return tree.elements.indices.map(path).filter { $0.hasPrefix("body>") }.map { String($0.dropFirst(5)) }
    }

    @Test(
        arguments: [
            ("<p>a<p>b", ["p", "p"]), ("<p>a<div>b</div>", ["p", "div"]),
            ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", ["ul", "ul>li", "ul>li", "ul>li>ul", "ul>li>ul>li", "ul>li"]),
            (
                "<table><tr><td>a<td>b<tr><td>c</table>",
                [
                    "table", "table>tbody", "table>tbody>tr", "table>tbody>tr>td", "table>tbody>tr>td",
                    "table>tbody>tr", "table>tbody>tr>td",
                ]
            ),
            (
                "<table><tr><td><table><tr><td></table><td></table>",
                [
                    "table", "table>tbody", "table>tbody>tr", "table>tbody>tr>td", "table>tbody>tr>td>table",
                    "table>tbody>tr>td>table>tbody", "table>tbody>tr>td>table>tbody>tr",
                    "table>tbody>tr>td>table>tbody>tr>td", "table>tbody>tr>td",
                ]
            ),
            ("<br><b>x</b><img><i>", ["br", "b", "img", "i"]), ("<div/><b>", ["div", "div>b"]),
            ("<o:p/><b>", ["o:p", "b"]),
            ("<dl><dt>a<dd>b<dt>c</dl>", ["dl", "dl>dt", "dl>dd", "dl>dt"]),
            ("<select><option>a<option>b</select>", ["select", "select>option", "select>option"]),
            ("<div></p></span>x</div><b>", ["div", "b"]), ("<h1>a<h2>b</h2><b>", ["h1", "h2", "b"]),
            ("<html><head><title>x</title></head><body class=y><p>", ["p"]), ("<!-- <p> --><b>", ["b"]),
        ])
    func nesting(html: String, wanted: [String]) {
        #expect(Self.paths(html) == wanted)
    }
}
