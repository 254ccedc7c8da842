/// The colours of the house's pages, in the light and in the dark: of letters that are looked over, and of reports. On
/// the ground and on sheets all words have the contrast of WCAG AA.
package enum PagePalette {
    /// CSS: `--ground`, `--sheet` upon it, `--ink`, `--soft` for what is said beside, `--line`, `--bar` for the head, and
    /// `--bad`, `--warning`, `--good`, `--link`.
    package static let style = """
        :root{--ground:#f6f4ef;--sheet:#fff;--ink:#22262a;--soft:#5c646b;--line:#d5cfc2;--bar:#26323c;--bad:#a8201a;\
        --warning:#7a5200;--good:#1d6b3a;--link:#0b5cad}
        @media (prefers-color-scheme:dark){:root{--ground:#16191c;--sheet:#1f2428;--ink:#e7e4dd;--soft:#a3abb2;\
        --line:#3a4248;--bar:#0f1316;--bad:#ff8a80;--warning:#f0c063;--good:#7fd39b;--link:#8ab8f0}}

        """
}
