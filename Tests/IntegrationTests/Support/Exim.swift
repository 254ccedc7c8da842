/// A real Exim, which offers PIPELINING, CHUNKING, SMTPUTF8, DSN and, with a certificate, STARTTLS; `ada`, whose password
/// is `secret`, may log in.
enum Exim {
    static func start(identity: TestAuthority.Identity? = nil) throws -> UnpackedServer {
        var files = ["exim.conf": configuration(isEncrypted: identity != nil)]
        files["certificate.pem"] = identity?.certificatePEM
        files["key.pem"] = identity?.keyPEM
        return try UnpackedServer(
            ["/usr/sbin/exim4", "-C", "DIRECTORY/exim.conf", "-bdf"], files: files, owner: 901)
    }

    /// One that hands over to a program what is written to a list, tries again each second, and keeps all other mail.
    ///
    /// - Parameters:
    ///   - routers: those above the one that keeps.
    ///   - transports: those that they name.
    static func start(routers: String, transports: String, hasProc: Bool) throws -> UnpackedServer {
        let text = configuration(isEncrypted: false)
            .replacing("begin routers\n", with: "begin routers\n\(routers)\n")
            .replacing("begin transports\n", with: "begin transports\n\(transports)\n")
            .replacing("begin authenticators\n", with: "begin retry\n* * F,1h,1s\nbegin authenticators\n")
        return try UnpackedServer(
            ["/usr/sbin/exim4", "-C", "DIRECTORY/exim.conf", "-bdf", "-q1s"],
            files: ["exim.conf": "smtp_enforce_sync = false\n" + text], owner: 901, hasProc: hasProc)
    }

    private static func configuration(isEncrypted: Bool) -> String {
        let tls = """
            tls_advertise_hosts = *
            tls_certificate = DIRECTORY/certificate.pem
            tls_privatekey = DIRECTORY/key.pem
            """
        return """
            primary_hostname = mx.example.org
            local_interfaces = 127.0.0.1
            daemon_smtp_ports = PORT
            spool_directory = DIRECTORY/spool
            log_file_path = DIRECTORY/spool/log-%s
            pid_file_path = DIRECTORY/run/pid
            keep_environment =
            never_users =
            \(isEncrypted ? tls : "tls_advertise_hosts =")
            chunking_advertise_hosts = *
            pipelining_advertise_hosts = *
            dsn_advertise_hosts = *
            smtputf8_advertise_hosts = *
            host_lookup =
            rfc1413_query_timeout = 0s
            smtp_accept_max = 0
            smtp_accept_queue_per_connection = 0
            acl_smtp_rcpt = rcpt
            acl_smtp_data = all
            begin acl
            rcpt:
              deny local_parts = bad
                message = 5.1.1 no such user
              defer local_parts = later
                message = 4.2.0 try again later
              accept
            all:
              accept
            begin routers
            all:
              driver = accept
              transport = store
            begin transports
            store:
              driver = appendfile
              directory = DIRECTORY/mail
              maildir_format
              return_path_add
              envelope_to_add
              user = Debian-exim
              group = Debian-exim
              batch_max = 1
            begin authenticators
            plain:
              driver = plaintext
              public_name = PLAIN
              server_prompts = :
              server_condition = ${if and{{eq{$auth2}{ada}}{eq{$auth3}{secret}}}}
              server_set_id = $auth2
            login:
              driver = plaintext
              public_name = LOGIN
              server_prompts = Username:: : Password::
              server_condition = ${if and{{eq{$auth1}{ada}}{eq{$auth2}{secret}}}}
              server_set_id = $auth1
            cram:
              driver = cram_md5
              public_name = CRAM-MD5
              server_secret = ${if eq{$auth1}{ada}{secret}fail}
              server_set_id = $auth1

            """
    }
}
