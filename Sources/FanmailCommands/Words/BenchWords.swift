/// Shorter ways to say what `fanmail bench` is to do.
enum BenchWords {
    /// `bench spike.toml` for `bench play spike.toml`, and `bench --like smtp-source` for `bench like smtp-source`.
    static func written(_ words: [String]) -> [String] {
        guard words.first == "bench", words.count > 1 else { return words }
        if words[1].hasSuffix(".toml"), !words[1].hasPrefix("-") { return ["bench", "play"] + words.dropFirst() }
        if words[1] == "--like" { return ["bench", "like"] + words.dropFirst(2) }
        return words
    }
}
