import Foundation

/// `write(2)` until all is written.
package enum FileWriting {
    /// Returns 0, or why not all could be written.
    package static func write(_ bytes: [UInt8], to file: Int32) -> Int32 {
        bytes.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = Foundation.write(file, bytes.baseAddress?.advanced(by: written), bytes.count - written)
                guard count > 0 else {
                    if count < 0, errno == EINTR { continue }
                    return count < 0 ? errno : EIO
                }
                written += count
            }
            return 0
        }
    }
}
