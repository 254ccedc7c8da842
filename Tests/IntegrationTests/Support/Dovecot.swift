import Foundation
import Testing

/// A real Dovecot: LMTP on its port, and on the other one its SASL, for Postfix to ask. `ada` and `grace` have mailboxes,
/// and `secret` for a password.
enum Dovecot {
    static func start() throws -> UnpackedServer {
        let users = ["ada", "grace"].map { "\($0):{PLAIN}secret:8:8::DIRECTORY/mail/\($0)\n" }.joined()
        return try UnpackedServer(
            ["/usr/sbin/dovecot", "-F", "-c", "DIRECTORY/dovecot.conf"],
            files: ["dovecot.conf": configuration, "users": users], mailOwner: 8)
    }

    /// One where `full` has a mailbox that takes nothing, and `ada` one that takes all.
    static func startWithQuota() throws -> UnpackedServer {
        let quota = """
            mail_plugins = quota
            plugin {
              quota = maildir:User quota
              quota_grace = 0
            }
            protocol lmtp {
              quota_full_tempfail = no
            }

            """
        let users = [("full", "userdb_quota_rule=*:bytes=10"), ("ada", "")].map {
            "\($0):{PLAIN}secret:8:8::DIRECTORY/mail/\($0)::\($1)\n"
        }
        return try UnpackedServer(
            ["/usr/sbin/dovecot", "-F", "-c", "DIRECTORY/dovecot.conf"],
            files: ["dovecot.conf": configuration + quota, "users": users.joined()], mailOwner: 8)
    }

    /// One whose port speaks IMAP within TLS, with a mailbox `bounces`, whose password is `SECRET`; it lies in `mail/bounces`.
    static func startIMAP(identity: TestAuthority.Identity) throws -> UnpackedServer {
        let start = try #require(configuration.range(of: "service lmtp {"))
        let text =
            String(configuration[..<start.lowerBound]).replacing("protocols = lmtp", with: "protocols = imap")
            .replacing(
                "ssl = no",
                with: "ssl = required\nssl_cert = <DIRECTORY/certificate.pem\nssl_key = <DIRECTORY/key.pem")
                + """
                service imap-login {
                  inet_listener imap {
                    port = 0
                  }
                  inet_listener imaps {
                    address = 127.0.0.1
                    port = PORT
                    ssl = yes
                  }
                }

                """
        return try UnpackedServer(
            ["/usr/sbin/dovecot", "-F", "-c", "DIRECTORY/dovecot.conf"],
            files: [
                "dovecot.conf": text, "users": "bounces:{PLAIN}SECRET:8:8::DIRECTORY/mail/bounces\n",
                "certificate.pem": identity.certificatePEM, "key.pem": identity.keyPEM,
            ], mailOwner: 8)
    }

    private static let configuration = """
        base_dir = DIRECTORY/run
        state_dir = DIRECTORY/spool
        log_path = DIRECTORY/log
        protocols = lmtp
        listen = 127.0.0.1
        ssl = no
        disable_plaintext_auth = no
        auth_mechanisms = plain login cram-md5 scram-sha-256
        mail_location = maildir:DIRECTORY/mail/%n
        mail_uid = mail
        mail_gid = mail
        first_valid_uid = 1
        default_internal_user = dovecot
        default_login_user = dovenull
        passdb {
          driver = passwd-file
          args = scheme=PLAIN username_format=%u DIRECTORY/users
        }
        userdb {
          driver = passwd-file
          args = username_format=%n DIRECTORY/users
        }
        service lmtp {
          inet_listener lmtp {
            address = 127.0.0.1
            port = PORT
          }
          unix_listener lmtp.sock {
            mode = 0666
          }
        }
        service auth {
          inet_listener {
            address = 127.0.0.1
            port = OTHER
          }
        }

        """
}
