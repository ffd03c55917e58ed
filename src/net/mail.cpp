#include "net/mail.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "net/curl.hpp"

namespace muster::net {
namespace {

constexpr int kSmtpPort = 25;
constexpr int kSmtpsPort = 465;
constexpr long kFirstRefusal = 400;                              // an answer of the server from here on says no
constexpr long kRefusedForGood = 550, kLastRefusedForGood = 554; // this mail; other 5xx are about the connection

using Fate = MailOutcome::Fate;

/// What libcurl's callbacks know about the message under way.
struct Sending {
    std::string_view rest; ///< of the message
    const CancelToken& cancel;
    bool is_begun = false; ///< the server has asked for the message
    bool is_whole = false; ///< libcurl has had all of it, so the line that ends it may have left
    bool cancelled = false;
};

std::size_t on_read(char* buffer, std::size_t, std::size_t room, void* data) noexcept {
    auto& sending = *static_cast<Sending*>(data);
    const std::size_t count = std::min(room, sending.rest.size());
    std::copy_n(sending.rest.data(), count, buffer);
    sending.rest.remove_prefix(count);
    sending.is_begun = true;
    sending.is_whole = sending.rest.empty();
    return count;
}

int on_progress(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
    auto& sending = *static_cast<Sending*>(data);
    if (!sending.is_begun && sending.cancel.is_cancelled()) {
        sending.cancelled = true;
        return 1;
    }
    return 0;
}

void set_connection(CURL* handle, const MailServer& server, const Url& url) {
    set(handle, CURLOPT_URL, url.origin().c_str());
    set(handle, CURLOPT_PORT, static_cast<long>(url.port));
    set(handle, CURLOPT_PROTOCOLS_STR, url.scheme.c_str());
    set(handle, CURLOPT_PROXY, ""); // proxies of the environment are for the web
    set(handle, CURLOPT_NOSIGNAL, 1L);
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, std::max(1L, static_cast<long>(server.connect_timeout.count())));
    set(handle, CURLOPT_TIMEOUT_MS, std::max(1L, static_cast<long>(server.total_timeout.count())));
    const bool needs_tls = url.scheme == "smtps" || !is_loopback(url.host);
    set(handle, CURLOPT_USE_SSL, static_cast<long>(needs_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!server.ca_file.empty()) {
        set(handle, CURLOPT_CAINFO, server.ca_file.c_str());
    }
    if (!server.user.empty()) {
        set(handle, CURLOPT_USERNAME, server.user.c_str());
        set(handle, CURLOPT_PASSWORD, server.password.c_str());
    }
}

void set_message(CURL* handle, Sending& sending) {
    set(handle, CURLOPT_UPLOAD, 1L);
    set(handle, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(sending.rest.size()));
    set(handle, CURLOPT_READFUNCTION, &on_read);
    set(handle, CURLOPT_READDATA, static_cast<void*>(&sending));
    set(handle, CURLOPT_XFERINFOFUNCTION, &on_progress);
    set(handle, CURLOPT_XFERINFODATA, static_cast<void*>(&sending));
    set(handle, CURLOPT_NOPROGRESS, 0L);
}

/// RFC 5321: a server that has not had the last line delivers nothing, nor does one that answers it with 4xx or
/// 5xx.
MailOutcome classify(const Sending& sending, long answer, const std::string& origin, std::string_view detail) {
    if (sending.cancelled) {
        return {Fate::NotSent, fmt::format("Cancelled before anything was sent to {}.", origin)};
    }
    const bool is_refused = answer >= kFirstRefusal;
    if (sending.is_whole && !is_refused) {
        return {Fate::Unknown, fmt::format("{} did not say whether it has taken the message: {}.", origin, detail)};
    }
    const bool for_good = answer >= kRefusedForGood && answer <= kLastRefusedForGood;
    return {for_good ? Fate::Refused : Fate::NotSent,
            is_refused ? fmt::format("{} refused the message with {}: {}.", origin, answer, detail)
                       : fmt::format("The message did not get to {}: {}.", origin, detail)};
}

} // namespace

std::optional<Url> parse_mail_url(std::string_view text) {
    const auto colon = text.find("://");
    const std::string scheme = ascii_lower(text.substr(0, colon));
    if (colon == std::string_view::npos || (scheme != "smtp" && scheme != "smtps")) {
        return std::nullopt;
    }
    const std::string rest(text.substr(colon));
    auto url = parse_url("http" + rest);
    const auto other = parse_url("https" + rest);
    if (!url || !other || !url->query.empty() || (!url->path.empty() && url->path != "/")) {
        return std::nullopt;
    }
    const bool has_port = url->port == other->port; // otherwise each has the one of its scheme
    const int usual_port = scheme == "smtps" ? kSmtpsPort : kSmtpPort;
    return Url{
        .scheme = scheme, .host = url->host, .port = has_port ? url->port : usual_port, .path = {}, .query = {}};
}

MailOutcome send_mail(const MailServer& server, const Mail& mail, const CancelToken& cancel) {
    const auto url = parse_mail_url(server.url);
    if (!url) {
        return {Fate::Refused, "The mail server is not of the form smtp://HOST:PORT or smtps://HOST:PORT."};
    }
    const auto text = format_mail(mail);
    if (!text) {
        return {Fate::Refused, text.error().message};
    }
    const auto handle = make_curl();
    Sending sending{.rest = *text, .cancel = cancel};
    std::array<char, CURL_ERROR_SIZE> error_text{};
    CurlList recipients;
    for (const auto& address : mail.to) {
        recipients.add('<' + address + '>');
    }
    set(handle.get(), CURLOPT_ERRORBUFFER, error_text.data());
    set(handle.get(), CURLOPT_MAIL_FROM, ('<' + mail.from + '>').c_str());
    set(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());
    set_connection(handle.get(), server, *url);
    set_message(handle.get(), sending);
    const CURLcode code = curl_easy_perform(handle.get());
    if (code == CURLE_OK) {
        return {Fate::Sent, ""};
    }
    long answer = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &answer);
    return classify(sending, answer, url->origin(),
                    error_text[0] != '\0' ? error_text.data() : curl_easy_strerror(code));
}

} // namespace muster::net
