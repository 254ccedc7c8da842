import CMarkGFM

/// A text as cmark reads it.
struct MarkdownTree: ~Copyable {
    private let parser: OpaquePointer
    let root: OpaquePointer

    /// - Parameter options: as cmark numbers them.
    init?(_ text: String, options: Int32) {
        cmark_gfm_core_extensions_ensure_registered()
        guard let parser = cmark_parser_new(options) else { return nil }
        for name in ["table", "strikethrough", "autolink"] {
            if let found = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, found) }
        }
        cmark_parser_feed(parser, text, text.utf8.count)
        guard let root = cmark_parser_finish(parser) else {
            cmark_parser_free(parser)
            return nil
        }
        self.parser = parser
        self.root = root
    }

    deinit {
        cmark_node_free(root)
        cmark_parser_free(parser)
    }

    var extensions: UnsafeMutablePointer<cmark_llist>? { cmark_parser_get_syntax_extensions(parser) }

    static let deepest = 300

    /// How many elements stand within each other at most.
    var depth: Int {
        guard let walk = cmark_iter_new(root) else { return 0 }
        defer { cmark_iter_free(walk) }
        var (depth, most) = (0, 0)
        while true {
            switch cmark_iter_next(walk) {
            case CMARK_EVENT_ENTER:
                guard let node = cmark_iter_get_node(walk), cmark_node_first_child(node) != nil else { continue }
                depth += 1
                most = max(most, depth)
            case CMARK_EVENT_EXIT:
                guard let node = cmark_iter_get_node(walk), cmark_node_first_child(node) != nil else { continue }
                depth -= 1
            default: return most
            }
        }
    }

    /// Each node when all that is within it has been seen; one without children, such as code, too.
    func forEachNodeLeft(_ body: (_ node: OpaquePointer, _ type: String) -> Void) {
        guard let walk = cmark_iter_new(root) else { return }
        defer { cmark_iter_free(walk) }
        while true {
            let event = cmark_iter_next(walk)
            if event == CMARK_EVENT_DONE { return }
            guard let node = cmark_iter_get_node(walk) else { continue }
            // What can have no children is entered only.
            guard event == CMARK_EVENT_EXIT || Self.leaves.contains(String(cString: cmark_node_get_type_string(node)))
            else { continue }
            body(node, String(cString: cmark_node_get_type_string(node)))
        }
    }

    /// The node's line, from 1; that of what it is in where cmark does not say.
    static func line(of node: OpaquePointer) -> Int {
        var next: OpaquePointer? = node
        while let node = next {
            let line = cmark_node_get_start_line(node)
            if line > 0 { return Int(line) }
            next = cmark_node_parent(node)
        }
        return 1
    }

    private static let leaves: Set<String> = ["html_block", "html_inline", "code_block", "code", "text"]
}
