#include "net/mail.hpp"

#include <gtest/gtest.h>

#include "raw_socket.hpp"
#include "support/fake_clock.hpp"
#include "support/smtp_server.hpp"

namespace muster::net {
namespace {

using namespace std::chrono_literals;
using Fate = MailOutcome::Fate;

Mail a_mail(const std::string& to = "staff@example.org") {
    return {.from = "muster@example.org",
            .to = {to},
            .subject = "The scheduled update failed",
            .text = "It failed.\n\nTry again.\n",
            .message_id = "id-1@example.org",
            .date = FakeClock::kStart};
}

MailOutcome send(const std::string& url, const Mail& mail) { return send_mail({.url = url}, mail, CancelToken()); }

TEST(MailFormatTest, IsAMessageOfRfc5322) {
    EXPECT_EQ(format_mail(a_mail()).value(), "Date: Mon, 23 Nov 2026 12:00:00 +0000\r\n"
                                             "From: muster@example.org\r\n"
                                             "To: staff@example.org\r\n"
                                             "Subject: The scheduled update failed\r\n"
                                             "Message-ID: <id-1@example.org>\r\n"
                                             "Auto-Submitted: auto-generated\r\n"
                                             "MIME-Version: 1.0\r\n"
                                             "Content-Type: text/plain; charset=utf-8\r\n"
                                             "Content-Transfer-Encoding: quoted-printable\r\n"
                                             "\r\n"
                                             "It failed.\r\n"
                                             "\r\n"
                                             "Try again.\r\n");
}

std::string subject_of(const std::string& subject) {
    auto mail = a_mail();
    mail.subject = subject;
    const auto text = format_mail(mail).value();
    const auto start = text.find("Subject: ") + 9;
    return text.substr(start, text.find("\r\nMessage-ID") - start);
}

TEST(MailFormatTest, ASubjectBeyondAsciiIsEncodedInWordsThatSplitNoCharacter) {
    EXPECT_EQ(subject_of("Chambre de Québec"), "=?UTF-8?B?Q2hhbWJyZSBkZSBRdcOpYmVj?=");
    EXPECT_EQ(subject_of("=?UTF-8?B?eA==?="), "=?UTF-8?B?PT9VVEYtOD9CP2VBPT0/PQ==?=");
    // 44 bytes, then a character of two that would not fit into the first word.
    EXPECT_EQ(subject_of(std::string(44, 'a') + "éb"),
              "=?UTF-8?B?YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=?=\r\n =?UTF-8?B?w6li?=");
}

std::string body_of(const std::string& text) {
    auto mail = a_mail();
    mail.text = text;
    const auto message = format_mail(mail).value();
    return message.substr(message.find("\r\n\r\n") + 4);
}

TEST(MailFormatTest, ATextIsQuotedPrintable) {
    EXPECT_EQ(body_of("Díaz = 1"), "D=C3=ADaz =3D 1\r\n");
    EXPECT_EQ(body_of("blank at the end \nnext\r\nlast"), "blank at the end=20\r\nnext\r\nlast\r\n");
    EXPECT_EQ(body_of(std::string("\0\r", 2) + "\x7f"), "=00=0D=7F\r\n");
    EXPECT_EQ(body_of(std::string(80, 'x')), std::string(75, 'x') + "=\r\n" + std::string(5, 'x') + "\r\n");
    EXPECT_EQ(body_of(""), "");
}

TEST(MailFormatTest, NothingCanBreakOutOfAHeaderOrTheEnvelope) {
    const auto refuses = [](const std::function<void(Mail&)>& change) {
        auto mail = a_mail();
        change(mail);
        const auto outcome = send("smtp://127.0.0.1:1", mail);
        return outcome.fate == Fate::Refused;
    };
    EXPECT_TRUE(refuses([](Mail& mail) { mail.subject = "a\r\nBcc: everybody@example.org"; }));
    EXPECT_TRUE(refuses([](Mail& mail) { mail.subject = "a\nb"; }));
    EXPECT_TRUE(refuses([](Mail& mail) { mail.subject = std::string("a\0b", 3); }));
    EXPECT_TRUE(refuses([](Mail& mail) { mail.message_id = "a@b>\r\nX: y"; }));
    for (const auto* wrong :
         {"", "nobody", "@b.org", "a@", "a@b.org>\r\nRCPT TO:<c@d.org", "a@b.org\r\nDATA", "a b@c.org", "<a@b.org>",
          "a@b.org,c@d.org", "a@b.org SIZE=1", "Díaz@b.org", "\"a\"@b.org"}) {
        EXPECT_TRUE(refuses([&](Mail& mail) { mail.from = wrong; })) << wrong;
        EXPECT_TRUE(refuses([&](Mail& mail) { mail.to = {"staff@example.org", wrong}; })) << wrong;
    }
    EXPECT_TRUE(refuses([](Mail& mail) { mail.to.clear(); }));
}

TEST(MailUrlTest, IsAHostAndPerhapsAPort) {
    EXPECT_EQ(parse_mail_url("smtp://mail.example.org"), (Url{"smtp", "mail.example.org", 25, "", ""}));
    EXPECT_EQ(parse_mail_url("SMTPS://Mail.example.org/"), (Url{"smtps", "mail.example.org", 465, "", ""}));
    EXPECT_EQ(parse_mail_url("smtp://127.0.0.1:80"), (Url{"smtp", "127.0.0.1", 80, "", ""}));
    EXPECT_EQ(parse_mail_url("smtp://[::1]:443"), (Url{"smtp", "::1", 443, "", ""}));
    for (const auto* wrong :
         {"", "mail.example.org", "http://mail.example.org", "smtp:mail.example.org",
          "smtp://user:word@mail.example.org", "smtp://mail.example.org/path", "smtp://mail.example.org?x=1",
          "smtp://mail.example.org:0", "smtp://a b", "smtp://a.org:25/\r\nX"}) {
        EXPECT_FALSE(parse_mail_url(wrong)) << wrong;
    }
}

TEST(MailTest, ArrivesOnceAndAsItWas) {
    const SmtpServer server;
    auto mail = a_mail();
    mail.subject = "Chambre de Québec";
    mail.text = "Ana Díaz 💐\n.\n..two\n.hidden\nFrom here\n" + std::string(200, 'x') + "\n";
    EXPECT_EQ(send(server.url(), mail).fate, Fate::Sent);
    const auto messages = server.messages();
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].from, "muster@example.org");
    EXPECT_EQ(messages[0].to, "staff@example.org");
    EXPECT_EQ(messages[0].data, format_mail(mail).value());
}

TEST(MailTest, GoesToSeveralOrToNobody) {
    const SmtpServer server;
    auto mail = a_mail();
    mail.to = {"one@example.org", "two@example.org"};
    EXPECT_EQ(send(server.url(), mail).fate, Fate::Sent);
    ASSERT_EQ(server.messages().size(), 1U);
    EXPECT_EQ(server.messages()[0].to, "one@example.org two@example.org");
    mail.to.emplace_back("unknown@example.org");
    EXPECT_EQ(send(server.url(), mail).fate, Fate::Refused);
    EXPECT_EQ(server.messages().size(), 1U);
}

TEST(MailTest, ARefusalForGoodIsToldFromOneForNow) {
    const SmtpServer server;
    const auto unknown = send(server.url(), a_mail("unknown@example.org"));
    EXPECT_EQ(unknown.fate, Fate::Refused);
    EXPECT_NE(unknown.message.find("550"), std::string::npos) << unknown.message;
    const auto later = send(server.url(), a_mail("later@example.org"));
    EXPECT_EQ(later.fate, Fate::NotSent);
    EXPECT_NE(later.message.find("451"), std::string::npos) << later.message;
    const auto spam = send(server.url(), a_mail("spam@example.org"));
    EXPECT_EQ(spam.fate, Fate::Refused);
    EXPECT_NE(spam.message.find("554"), std::string::npos) << spam.message;
    EXPECT_TRUE(server.messages().empty());
}

TEST(MailTest, WhatIsCutOffAfterTheMessageHasAnUnknownFate) {
    const SmtpServer server;
    const auto outcome = send(server.url(), a_mail("cut@example.org"));
    EXPECT_EQ(outcome.fate, Fate::Unknown) << outcome.message;
    EXPECT_EQ(server.messages().size(), 1U);
}

TEST(MailTest, WhatIsCutOffBeforeTheMessageIsNotSent) {
    const test::ScriptedServer server([](test::RawSocket& connection, int) { connection.write("220 test\r\n"); });
    const auto outcome = send("smtp" + server.url().substr(4), a_mail());
    EXPECT_EQ(outcome.fate, Fate::NotSent) << outcome.message;
}

TEST(MailTest, AServerThatIsDownOrSilentIsNoAnswer) {
    const test::TakenPort nobody;
    const auto down = send("smtp://127.0.0.1:" + std::to_string(nobody.port()), a_mail());
    EXPECT_EQ(down.fate, Fate::NotSent);
    EXPECT_FALSE(down.message.empty());
    nobody.listen();
    const auto silent =
        send_mail({.url = "smtp://127.0.0.1:" + std::to_string(nobody.port()), .total_timeout = 50ms}, a_mail(),
                  CancelToken());
    EXPECT_EQ(silent.fate, Fate::NotSent);
}

TEST(MailTest, CancellingEndsTheWaitForTheServer) {
    const test::TakenPort silent;
    silent.listen();
    CancelToken cancel;
    cancel.cancel();
    const auto outcome = send_mail({.url = "smtp://127.0.0.1:" + std::to_string(silent.port())}, a_mail(), cancel);
    EXPECT_EQ(outcome.fate, Fate::NotSent);
    EXPECT_NE(outcome.message.find("Cancelled"), std::string::npos) << outcome.message;
}

TEST(MailTest, LogsInWithTheRightPassword) {
    const SmtpServer server({"--login", "muster:s3cret"});
    MailServer options{.url = server.url(), .user = "muster", .password = "wrong"};
    const auto wrong = send_mail(options, a_mail(), CancelToken());
    EXPECT_EQ(wrong.fate, Fate::NotSent); // whoever mends the password gets it later
    EXPECT_EQ(wrong.message.find("wrong"), std::string::npos) << wrong.message;
    EXPECT_EQ(send(server.url(), a_mail()).fate, Fate::NotSent);
    options.password = "s3cret";
    EXPECT_EQ(send_mail(options, a_mail(), CancelToken()).fate, Fate::Sent);
    EXPECT_EQ(server.messages().size(), 1U);
}

/// 0.0.0.0 leads to this machine, but is none of its names: the rules for the world hold.
std::string as_the_world(const SmtpServer& server) { return "smtp://0.0.0.0:" + std::to_string(server.port()); }

TEST(MailTest, NothingGoesInTheClearToAnotherMachine) {
    const SmtpServer server;
    const auto outcome = send(as_the_world(server), a_mail());
    EXPECT_EQ(outcome.fate, Fate::NotSent) << outcome.message;
    EXPECT_TRUE(server.messages().empty());
}

TEST(MailTest, StartTlsIsUsedAndItsCertificateVerified) {
    const SmtpServer server({"--tls", "starttls"});
    EXPECT_EQ(send(as_the_world(server), a_mail()).fate, Fate::NotSent);
    EXPECT_TRUE(server.messages().empty());
    const auto outcome =
        send_mail({.url = as_the_world(server), .ca_file = server.certificate()}, a_mail(), CancelToken());
    EXPECT_EQ(outcome.fate, Fate::Sent) << outcome.message;
    EXPECT_EQ(server.messages().size(), 1U);
}

TEST(MailTest, TlsFromTheStartIsVerifiedEvenOnThisMachine) {
    const SmtpServer server({"--tls", "from_start"});
    const std::string url = "smtps://127.0.0.1:" + std::to_string(server.port());
    EXPECT_EQ(send(url, a_mail()).fate, Fate::NotSent);
    EXPECT_TRUE(server.messages().empty());
    const auto outcome = send_mail({.url = url, .ca_file = server.certificate()}, a_mail(), CancelToken());
    EXPECT_EQ(outcome.fate, Fate::Sent) << outcome.message;
    EXPECT_EQ(server.messages().size(), 1U);
}

} // namespace
} // namespace muster::net
