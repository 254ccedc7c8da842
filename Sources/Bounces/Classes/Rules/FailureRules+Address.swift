extension FailureRules {
    static let disabled = #"""
        rule disabled-for-now
        words temporarily disabled | temporarily suspended | temporarily inactive | temporarily locked
        words temporarily unavailable & mailbox | temporarily unavailable & account | mailbox temporarily
        words account temporarily | user temporarily | temporarily blocked & mailbox | mailbox busy | mailbox is busy
        words mailbox is locked | mailbox locked | user is temporarily | temporarily deactivated | mailbox & in use
        words account has been temporarily | mailbox is temporarily
        unless delivery temporarily suspended
        class disabled
        soft
        means 4.2.1
        yes 550 5.2.1 Mailbox temporarily disabled: ada@x.example
        yes 450 4.2.0 Mailbox busy
        no 550 5.2.1 Mailbox disabled

        rule disabled
        words mailbox disabled | mailbox is disabled | account disabled | account is disabled
        words account has been disabled | user disabled | user is disabled | account inactive | account is inactive
        words mailbox is inactive | inactive | mailbox inactive | user is inactive | user inactive | account suspended
        words account is suspended | user suspended | user is suspended | account has been suspended | account closed
        words account is closed | account has been closed | mailbox closed | mailbox is closed | account expired
        words account has expired | account is locked | account locked | user locked | user is locked | account blocked
        words account is blocked | mailbox is blocked | mailbox blocked | account deactivated | account is deactivated
        words user deactivated | has been deactivated | mailbox suspended | mailbox is suspended
        words is currently suspended | suspended | no longer active | no longer in use | account not activated
        words account is not active | not an active | mailbox not active | user is not active | extended inactivity
        words not currently being accepted at | not accepting messages | not accepting mail & user | account terminated
        words user is terminated | terminated | discontinued | mailbox frozen | mailbox is frozen
        words recipient is disabled | recipient disabled | address is disabled | email address is no longer
        words account & frozen | no longer accepts mail | no longer accepting mail | mailbox not accepting
        words mailbox & not accepting | locked out | is not currently permitted to receive | not permitted to receive
        words disabled account | disabled user | disabled recipient | disabled due to | has been disabled | is disabled
        words currently disabled | deactivated | has been suspended | permanently disabled | dormant
        words archived recipient | archived mailbox | is archived | account has been locked | user has been locked
        words account & expired | closed account | user closed | mailbox was deactivated | is a deactivated
        words does not accept mail for this user | mailbox unused | prohibited from receiving | account & cancelled
        words account is deleted & suspended
        words was not used for | has not been used | not used for more | due to inactivity
        unless connection | delivery temporarily suspended | tls$ | relay is disabled | vrfy | list is
        unless service & suspended | sender account | your account | feature | command is | command disabled | command has
        words receiving disabled | mail disabled | delivery disabled | administratively disabled
        words administrativly disabled | account on hold | mailbox on hold | account is on hold | mail account & expired
        words recipient suspended | recipient is suspended | account not available | account is not available
        words user not active | recipient is inactive | mailbox has expired | paused | mailbox is not active
        words mailbox is no longer active | account is no longer active | is not an active | marked as inactive
        words no longer in service | mailbox & out of service
        words marked inactive | account was closed | account was disabled | account was suspended | mailbox was closed
        words mailbox was disabled | account was locked | account was blocked | user was disabled
        class disabled
        means 5.2.1
        yes 550 5.2.1 Mailbox disabled, not accepting messages
        yes 554 5.2.1 Account inactive
        yes 550 account ada@x.example is not active, inactive
        yes 550 5.7.1 This account has been suspended
        no 550 5.1.1 user unknown
        """#

    static let unknown = #"""
        rule user-unknown
        words user unknown | unknown user | no such user | no such recipient | no such mailbox | no such address
        words user not found | unknown recipient | recipient unknown | mailbox not found | no mailbox here
        words recipient not found | user does not exist | mailbox does not exist | account does not exist
        words recipient does not exist | address does not exist | user doesn't exist | mailbox doesn't exist
        words account doesn't exist | unknown mailbox | user @ does not exist | user @ not found | user @ unknown
        words recipient @ unknown | mailbox @ does not exist | mailbox @ unknown | recipient @ does not exist
        words address @ does not exist | recipient @ not found | account @ does not exist | @ does not exist
        words @ user unknown | @ no such | @ unknown user | mailbox @ not found | mailbox unknown | unknown address
        words address unknown | addressee unknown | unknown addressee | no such account | no such person
        words no such local user | no such alias | no such email | no such name | no user here | not a valid user
        words not a valid mailbox | not a valid recipient | not a valid address | invalid user | invalid mailbox
        words no valid recipient | not a known user | not known here | not our user | not a valid email
        words unknown email address | email address is invalid | address is invalid | address invalid | user is unknown
        words recipient is unknown | user name & unknown | account unknown | unknown account | unknown local
        words local user unknown | unknown in local recipient | unknown in virtual | unknown in relay recipient table
        words user not known | not known at this | recipient not known | unknown to this | unknown name
        words account not found | no account by that name | no mailbox by that name | no account for | no mailbox for
        words no user by that name | address not found | e-mail address not found | could not be found & address
        words couldn't be found & address | user not exist | user not exists | mailbox not exist
        words mail address & not exist | address doesn't exist | email account & does not exist
        words does not have an account | doesn't have an account | doesn't handle mail for | no longer at
        words no longer employed | left the company | no longer with | has left | no longer valid | no longer exists
        words no longer available | no longer exist | address is no longer | invalid local part | unknown local part
        words unknown local-part | no such mail | bad destination mailbox | address has changed | mailbox has moved
        words user has moved | account has been moved | new address is | there is no such | there is no user
        words there is no mailbox | there is no account | is not a known | mailbox is unavailable: user
        words user is not found | not found in directory | not in directory | not found in address | does not match any
        words name not found | unknown alias | no recipients | recipient address unknown | recipient no longer
        words deleted account | account deleted | account removed | has been deleted | account is deleted | user deleted | mailbox deleted
        words account was deleted | user removed | undeliverable address | undeliverable: no such | isn't a valid
        words dead address | nobody by that name | mailbox nonexistent | nonexistent user | non-existent user
        words nonexistent mailbox | non-existent address | nonexistent account | non existent | not exist on this
        words no local mailbox | user account is unavailable | user unavailable | does not exist at
        words user & does not exist | user & not found | mailbox & not found | recipient & not found | user & unknown
        words mailbox & does not exist | recipient & does not exist | recipient & unknown | account & not found
        words account & does not exist | not in this domain | does not exist here | is not a valid & address
        words is not a valid mailbox | cannot find the & recipient | can't find user | could not find user
        words cannot find user | not a user | email address & does not exist | email address & not found
        words not a registered | unregistered | isn't registered | address was not found | wasn't found at
        words mailbox isn't | no record of | user name is invalid | no such object
        unless domain @ | domain not found | domain name not found | host not found | host unknown | unknown host
        unless relaying | temporary | domain does not exist | lookup failed | ldap
        words attempted recipient address does not exist | user unkown | no such recepient | recipient no found
        words does not have account | is not our user | is not a user here | no mail box | no matching recipient
        words not a member of this domain | account unavailable | address unrecognized | unrecognized user
        words unrecognised user | unrecognized address | user not registered | account not exist
        words recipient is not registered | user @ is not | no user @ | mailbox for @ does not exist | not valid user
        words user not valid | not our recipient | unable to find recipient | unable to find user | failed to find user
        words no such id | cannot find mailbox | could not find recipient | cannot find recipient
        words account name & invalid | user is not local | login name & not | several matches found
        words ambiguous recipient | unknown or illegal | address not known | no such contact | no such customer
        words mailbox removed | mailbox has been removed | account has been removed | account was removed
        words account is no longer | not find a user | find user with | find a mailbox | not find the user
        words user cannot be found | user could not be found | mailbox cannot be found | mailbox could not be found
        words recipient could not be found | recipient cannot be found | recipient couldn't be found
        words account or domain may not exist
        unless unrouteable mail domain
        words marked as invalid | is marked invalid | email address could not be found | or was misspelled
        words validrcptto | not in my valid | not in our valid | not in the list of valid
        words no mailbox associated | mailbox unavailable or not local | user or mailbox
        class address-unknown
        means 5.1.1
        yes 550 User unknown
        yes 550 5.1.1 <ada@x.example>: Recipient address rejected: User unknown in local recipient table
        yes 550 5.7.1 no such user here
        yes 554 5.7.1 <ada@x.example>: Recipient address rejected: unknown user
        yes Sorry, no mailbox here by that name. (#5.1.1)
        yes sorry, this recipient is not in my validrcptto list (#5.7.1)
        yes 550 5.1.1 <ada@x.example> User does not exist
        yes unknown user: "ada"
        yes The e-mail account does not exist at the organization this message was sent to.
        no 550 5.1.2 domain not found
        no 550 mailbox unavailable
        """#

    static let unknownByServers = #"""
        rule invalid-recipient
        words invalid recipient | invalid address | recipient invalid | bad recipient | invalid rcpt
        words unroutable address | unrouteable address | unrouteable recipient | illegal recipient | malformed address
        words bad address | illegal address | recipient is invalid | incorrect address | invalid email address
        words invalid e-mail address | recipients are invalid | all recipients & invalid | invalid destination address
        words invalid final delivery userid | user id & invalid | mailbox name & invalid | mailbox name not allowed
        words illegal alias | bad user | wrong address | wrong recipient | undefined recipient | recipient rejected:
        words recipient is not accepted | unrecognized recipient | recipient not recognized | recipient address syntax
        words bad address syntax | undeliverable recipient | not a valid name
        unless sender | too many | relay | blocked | domain not | temporar
        words unrecognized-or-name | cannot be delivered to this address | address incorrect | address is incorrect
        words recipient has an invalid | e-mail address is not valid | email address is not valid
        class address-unknown
        means 5.1.1
        yes 550 Invalid recipient: <ada@x.example>
        yes Unrouteable address
        yes 553 5.1.3 Invalid address
        no 452 Too many recipients

        rule domino-unknown
        words not listed in domino | not listed in the domino | listed in public name | listed in public address
        words user name & not unique | multiple matches found
        words dans l'annuaire domino | en el directorio de domino | im domino-verzeichnis | domino-verzeichnis nicht
        words nell'elenco domino | nella directory domino | no diretorio domino | no diretorio do domino | domino ディレクトリ
        words w katalogu domino | в каталоге domino | domino-adresboek | domino-katalogen | domino 目录 | domino 目錄
        class address-unknown
        yes 550 User ada (ada@x.example) not listed in Domino Directory
        no 550 No route found to domain x.example

        rule groupwise-unknown
        words groupwise & unknown | (mx) recipient | ndr: user | d101$ & user
        class address-unknown
        yes The message that you sent was undeliverable: GroupWise ndr: user D101
        no 550 mailbox full

        rule x400-unknown
        words unrecognised o/r name | unrecognised-or-name | unrecognized o/r name | invalid-parameters & recipient
        words unrecognised-o/r-name | recipient name not recognized | reason-code: 1 | o/r address & unrecognised
        words the recipient name is not recognized
        class address-unknown
        yes The recipient name is not recognized The MTS-ID of the original message is: c=US;a= ;p=x
        no The recipient's mailbox is full

        rule exchange-old-unknown
        words unable to deliver the message due to a recipient problem
        words email system had a problem processing & recipient | check the recipient's & email address and try
        class address-unknown
        yes Unable to deliver the message due to a recipient problem
        no You do not have permission to send to this recipient.
        """#

    static let domains = #"""
        rule null-mx
        words null mx | nullmx | does not accept mail | doesn't accept mail | domain accepts no mail | no mail accepted
        words indicated no smtp service | does not accept email | doesn't accept email | domain does not receive
        words host does not accept mail | not accept mail (nullmx) | not configured to receive mail
        words does not receive mail | smtp protocol returned a permanent error 521 | server does not accept mail
        words never accepts mail
        unless sender | from your | from hosts | accept mail from | accept email from | country | region | organization
        unless accept mails from | outside
        class domain-unknown
        means 5.1.10
        yes 556 5.1.10 Domain x.example does not accept mail (nullMX)
        yes 521 5.3.2 Server does not accept mail
        yes an MX or SRV record indicated no SMTP service
        no 550 5.7.1 We do not accept mail from hosts with dynamic IP
        no 550 5.7.1 It is from a country that this organization does not accept mail from

        rule domain-later
        words host not found, try again | name server timeout | dns lookup failure | dns lookup failed | dns timeout
        words host lookup did not complete | temporary name | dns query failed | cname lookup failed
        words dns server failure | servfail | malformed or unexpected name server reply | name server: & temporar
        words dns temporar | temporary dns | name lookup & temporar | nameserver & timed out | mx lookup failed
        words lookup & timed out | deferred: name server | name server: host name lookup
        words temporary failure in name resolution | unable to resolve & later | dns problem | dns lookup & timed out
        class connection
        means 4.4.3
        yes Host or domain name not found. Name service error for name=x.example type=MX: Host not found, try again
        yes 451 4.4.3 DNS lookup failed
        yes host lookup did not complete
        no Host or domain name not found. Name service error for name=x.example type=A: Host not found

        rule domain-unknown
        words domain not found | host not found | unknown host | host unknown | domain does not exist | no such domain
        words domain unknown | unknown domain | host or domain name not found | name service error | nxdomain
        words no such host | couldn't find any host named | could not find any host | unrouteable mail domain
        words unroutable mail domain | no mx record | no mx records | no mail exchanger | no valid mx | no mail server
        words no route found to domain | domain must exist | recipient domain & not exist | non-existent domain
        words nonexistent domain | domain name & not found | domain doesn't exist | mx & nonexistent
        words all relevant mx records point to non-existent | has no mx | host does not exist | illegal host/domain name
        words bad destination system | invalid domain | bad domain | domain invalid | domain couldn't be found
        words domain wasn't found | domain could not be found | no dns information | couldn't find a mail exchanger
        words unable to find & domain | dns domain & does not exist | dns & no such | couldn't find a mail
        words host name lookup failed | invalid host | domain is invalid | address of host | host @ unknown
        words unable to resolve & domain | domain not exist | no a record | no hosts found | domain is not found
        words domain & does not exist | domain @ does not exist | no exchanger | lacks mx | unresolvable & domain
        words could not resolve & domain | couldn't resolve host | could not resolve host
        unless sender | your domain | mail from | your host | helo | client | rcpthosts | hosted here
        words remote domain doesnt exist | unable to lookup dns | domain doesnt exist | domain name does not
        words unknown remote host | invalid domain name | domain name not valid | domain is not valid
        words mx record & not exist | no mail hosts for | no mx found | permanent failure in name resolution
        words mail domain & not exist | domain is unknown | host is unknown | unable to resolve mx | unresolvable domain
        words domain cannot be resolved | cannot resolve & domain | not resolve to any | not find a gateway
        class domain-unknown
        means 5.1.2
        yes 550 5.1.2 <ada@x.example>: Recipient address rejected: Domain not found
        yes Sorry, I couldn't find any host named x.example. (#5.1.2)
        yes 5.4.4 Host or domain name not found. Name service error for name=x.example type=A: Host not found
        yes all relevant MX records point to non-existent hosts
        no 450 4.1.8 Sender address rejected: Domain not found
        """#
}
