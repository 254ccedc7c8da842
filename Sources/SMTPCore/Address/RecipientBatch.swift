/// The recipients of one envelope, as one run of bytes: no object and no reference count for each recipient.
public struct RecipientBatch: Sendable {
    /// The addresses (`local-part@domain`) one behind the other, with nothing between them.
    public private(set) var bytes: [UInt8] = []
    /// Where each address ends in `bytes`.
    public private(set) var ends: [UInt32] = []
    /// The subscriber ids, in the same order.
    public private(set) var ids: [Int64] = []

    public init() {}

    public var count: Int { ids.count }
    public var isEmpty: Bool { ids.isEmpty }

    public mutating func reserveCapacity(recipients: Int, bytes: Int) {
        self.bytes.reserveCapacity(bytes)
        ends.reserveCapacity(recipients)
        ids.reserveCapacity(recipients)
    }

    /// Adds a recipient. The address must be one that ``Mailbox`` accepted; it is not checked again here.
    public mutating func append(id: Int64, address: UnsafeBufferPointer<UInt8>) {
        bytes.append(contentsOf: address)
        ends.append(UInt32(truncatingIfNeeded: bytes.count))
        ids.append(id)
    }

    public mutating func append(id: Int64, address: String) {
        bytes.append(contentsOf: address.utf8)
        ends.append(UInt32(truncatingIfNeeded: bytes.count))
        ids.append(id)
    }

    /// Lets the addresses' octets be written over, in place where nothing else refers to them. Their lengths stay, and what
    /// comes is as ``Mailbox`` accepts it.
    package mutating func overwrite(_ body: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        bytes.withUnsafeMutableBufferPointer { body($0) }
    }

    /// Where the address at an index stands in ``bytes``.
    public func range(at index: Int) -> Range<Int> {
        (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
    }

    public func address(at index: Int) -> String {
        String(decoding: bytes[range(at: index)], as: UTF8.self)
    }

    /// The domain of the address at an index.
    public func domain(at index: Int) -> String {
        let address = bytes[range(at: index)]
        let start = address.lastIndex(of: UInt8(ascii: "@")).map { $0 + 1 } ?? address.startIndex
        return String(decoding: address[start...], as: UTF8.self)
    }
}
