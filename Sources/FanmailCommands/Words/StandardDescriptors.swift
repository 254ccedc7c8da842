import Foundation

/// The numbers of standard input, output and errors.
enum StandardDescriptors {
    /// Takes those that whoever started this has closed, or the next file or connection that is opened would have one of
    /// them, and warnings would be written into it. Reading and writing them fails as before.
    static func fill() {
        for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) == -1 {
            // The lowest that is free is the one that open(2) gives.
            _ = open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
