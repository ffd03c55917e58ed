#pragma once

// Mail by SMTP. One message to one server, text only. What would break a header line or the envelope is refused.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/cancel.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "net/http.hpp"

namespace muster::net {

/// smtp://host or smtps://host, with or without a port (25, 465); nothing for anything else.
[[nodiscard]] std::optional<Url> parse_mail_url(std::string_view text);

/// smtp:// asks for STARTTLS and goes no further without it, except to this machine; smtps:// begins with TLS.
/// Certificates are verified.
struct MailServer {
    std::string url;
    std::string user; ///< "": no login
    std::string password;
    std::string ca_file = {}; ///< whom to trust instead of the system's authorities
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds total_timeout{60'000};
};

struct Mail {
    std::string from; ///< addresses are bare: "office@example.org"
    std::vector<std::string> to;
    std::string subject;
    std::string text;       ///< UTF-8, lines end with \n
    std::string message_id; ///< without brackets: "id@example.org"
    Instant date{};
};

/// What became of it. Only Unknown may have been delivered and may not have been.
struct MailOutcome {
    enum class Fate {
        Sent,    ///< the server has taken it
        NotSent, ///< certainly not delivered; may work later
        Refused, ///< certainly not delivered: the server refused it for good, or it can be sent nowhere
        Unknown, ///< it was handed over whole, and no answer came
    };
    Fate fate = Fate::NotSent;
    std::string message; ///< a sentence for people, "" if sent
};

/// Blocking. To all recipients or to none. Cancelling ends the wait for the server; a message under way is not
/// interrupted.
[[nodiscard]] MailOutcome send_mail(const MailServer& server, const Mail& mail, const CancelToken& cancel);

/// The message as it travels (RFC 5322, quoted-printable, CRLF). Code::Invalid for what no header or envelope may
/// hold.
[[nodiscard]] Result<std::string> format_mail(const Mail& mail);

} // namespace muster::net
