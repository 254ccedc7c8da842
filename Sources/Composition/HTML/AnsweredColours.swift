extension String {
    /// HTML as it looks in the light or in the dark: a page cannot ask for another colour scheme within a frame, and so the
    /// question is answered beforehand.
    package func inColours(isDark: Bool) -> String {
        let colour = isDark ? "dark" : "light"
        var answered =
            replacingOctets("(prefers-color-scheme: dark)", with: isDark ? "all" : "not all")
            .replacingOctets("(prefers-color-scheme:dark)", with: isDark ? "all" : "not all")
            .replacingOctets("(prefers-color-scheme: light)", with: isDark ? "not all" : "all")
            .replacingOctets("(prefers-color-scheme:light)", with: isDark ? "not all" : "all")
        // What bears both has the other's letters otherwise, in a page that is shown in the dark.
        for both in ["content=\"light dark\"", "color-scheme: light dark", "color-scheme:light dark"] {
            answered = answered.replacingOctets(both, with: both.replacing("light dark", with: colour))
        }
        return answered
    }
}
