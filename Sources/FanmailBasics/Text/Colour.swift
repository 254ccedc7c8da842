#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A colour of the web, `#0b5cad`, without transparency.
package struct Colour: Sendable, Hashable, CustomStringConvertible {
    package let red: UInt8
    package let green: UInt8
    package let blue: UInt8

    package static let white = Colour(red: 0xFF, green: 0xFF, blue: 0xFF)
    package static let black = Colour(red: 0, green: 0, blue: 0)

    package init(red: UInt8, green: UInt8, blue: UInt8) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    /// `#rrggbb` or `#rgb` (CSS Color 4, 5.2); nil of anything else.
    package init?(_ text: String) {
        let digits = text.utf8.dropFirst().compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard text.utf8.first == UInt8(ascii: "#"), digits.count == text.utf8.count - 1 else { return nil }
        let values: [Int]
        switch digits.count {
        case 3: values = digits.map { $0 * 17 }
        case 6: values = [digits[0] * 16 + digits[1], digits[2] * 16 + digits[3], digits[4] * 16 + digits[5]]
        default: return nil
        }
        self.init(red: UInt8(values[0]), green: UInt8(values[1]), blue: UInt8(values[2]))
    }

    package var description: String { "#" + [red, green, blue].map { Hex.encode([$0]) }.joined() }

    /// From 0, black, to 1, white (WCAG 2.2, relative luminance).
    package var luminance: Double {
        func linear(_ value: UInt8) -> Double {
            let part = Double(value) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// From 1 to 21 (WCAG 2.2, contrast ratio).
    package func contrast(with other: Colour) -> Double {
        let (one, two) = (luminance, other.luminance)
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }

    /// - Parameter share: how much of the other, from 0 to 1.
    package func mixed(with other: Colour, _ share: Double) -> Colour {
        func mix(_ one: UInt8, _ two: UInt8) -> UInt8 {
            UInt8((Double(one) + (Double(two) - Double(one)) * share).rounded())
        }
        return Colour(red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
    }

    /// This colour, or one as near to it as can be read upon another: mixed with white upon dark, with black upon light.
    package func readable(on background: Colour, contrast wanted: Double) -> Colour {
        let end = background.luminance > 0.18 ? Colour.black : .white
        for step in 0...20 {
            let colour = mixed(with: end, Double(step) / 20)
            if colour.contrast(with: background) >= wanted { return colour }
        }
        return end
    }

    /// Black or white, whichever reads better upon this.
    package var ink: Colour { contrast(with: .white) >= contrast(with: .black) ? .white : .black }
}
