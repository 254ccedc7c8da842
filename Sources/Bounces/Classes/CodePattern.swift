/// Reply codes that a rule is about: `550`, `4xx`, `5xx`, and `none` for a remark without one.
public struct CodePattern: Hashable, Sendable, CustomStringConvertible {
    /// 0...0 where there is none.
    let codes: ClosedRange<UInt16>

    public init?(_ text: some StringProtocol) {
        switch text {
        case "none": codes = 0...0
        case "4xx": codes = 400...499
        case "5xx": codes = 500...599
        default:
            guard let code = UInt16(text), (400...599).contains(code) else { return nil }
            codes = code...code
        }
    }

    public func matches(_ code: UInt16?) -> Bool { codes.contains(code ?? 0) }

    public var description: String {
        switch codes {
        case 0...0: "none"
        case let codes where codes.count > 1: "\(codes.lowerBound / 100)xx"
        default: "\(codes.lowerBound)"
        }
    }

    /// A code that it is about; nil where that is none.
    var example: UInt16? { codes.lowerBound == 0 ? nil : codes.count > 1 ? codes.lowerBound + 50 : codes.lowerBound }
}
