#include "net/transport.hpp"

#include <algorithm>
#include <array>
#include <exception>

#include <fmt/format.h>

#include "base/text.hpp"
#include "net/curl.hpp"

namespace muster::net {
namespace {

constexpr std::size_t kLongestHead = 256 * 1024; // all header lines of one answer together
constexpr long kLongestIdleSeconds = 30;         // an older kept connection is likely dead at the other end

using Kind = TransportError::Kind;

tl::unexpected<TransportError> not_sent(std::string message) {
    return tl::unexpected(TransportError{Kind::NotSent, std::move(message)});
}

/// What libcurl's callbacks know about the one request under way.
struct Exchange {
    CURL* handle;
    const CancelToken& cancel;
    const std::function<bool()>& may_leave;
    std::size_t max_response_bytes;
    Response response{.status = 0, .headers = {}, .body = {}};
    std::size_t head_bytes = 0;
    bool head_complete = false;
    bool connected = false; ///< from here on bytes of the request may have left
    bool cancelled = false;
    bool resend_refused = false;
    bool too_long = false;
    std::exception_ptr thrown = {}; ///< by may_leave
};

/// Bytes of the request that libcurl has handed to the connection.
long bytes_sent(CURL* handle) {
    long bytes = 0;
    curl_easy_getinfo(handle, CURLINFO_REQUEST_SIZE, &bytes);
    return bytes;
}

/// Runs when a connection stands and nothing is sent yet. libcurl sends a request again when a kept connection dies
/// under it: that comes through here a second time and is refused, as the first sending may have taken effect.
int before_sending(void* data, char*, char*, int, int) noexcept {
    auto& exchange = *static_cast<Exchange*>(data);
    if (exchange.connected && bytes_sent(exchange.handle) > 0) {
        exchange.resend_refused = true;
        return CURL_PREREQFUNC_ABORT;
    }
    if (exchange.cancel.is_cancelled()) {
        exchange.cancelled = true;
        return CURL_PREREQFUNC_ABORT;
    }
    try {
        if (!exchange.may_leave()) {
            exchange.cancelled = true;
            return CURL_PREREQFUNC_ABORT;
        }
    } catch (...) { // no exception may pass through libcurl
        exchange.thrown = std::current_exception();
        return CURL_PREREQFUNC_ABORT;
    }
    exchange.connected = true;
    return CURL_PREREQFUNC_OK;
}

/// Lets cancelling end the wait for a connection; a request under way is left alone.
int on_progress(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    auto& exchange = *static_cast<Exchange*>(data);
    if (!exchange.connected && exchange.cancel.is_cancelled()) {
        exchange.cancelled = true;
        return 1;
    }
    return 0;
}

void take_header_line(Exchange& exchange, std::string_view line) {
    if (line.starts_with("HTTP/")) { // also after an interim answer, whose fields do not count
        exchange.response.headers = {};
        return;
    }
    line = trim(line);
    const std::size_t colon = line.find(':');
    if (line.empty()) {
        long status = 0;
        curl_easy_getinfo(exchange.handle, CURLINFO_RESPONSE_CODE, &status);
        exchange.head_complete = status >= 200;
    } else if (colon != std::string_view::npos) {
        exchange.response.headers.add(std::string(line.substr(0, colon)),
                                      std::string(trim(line.substr(colon + 1))));
    }
}

std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* data) noexcept {
    auto& exchange = *static_cast<Exchange*>(data);
    exchange.head_bytes += count;
    if (exchange.head_bytes > kLongestHead) {
        exchange.too_long = true;
        return 0;
    }
    try {
        if (!exchange.head_complete) { // what follows the body are trailers: nobody needs them
            take_header_line(exchange, std::string_view(bytes, count));
        }
    } catch (const std::exception&) { // no exception may pass through libcurl; 0 makes it fail
        return 0;
    }
    return count;
}

std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* data) noexcept {
    auto& exchange = *static_cast<Exchange*>(data);
    if (count > exchange.max_response_bytes - exchange.response.body.size()) {
        exchange.too_long = true;
        return 0;
    }
    try {
        exchange.response.body.append(bytes, count);
    } catch (const std::exception&) {
        return 0;
    }
    return count;
}

/// libcurl frames the message itself.
bool is_framing(std::string_view name) {
    static constexpr std::array<std::string_view, 4> kNames{"content-length", "transfer-encoding", "connection",
                                                            "expect"};
    return std::ranges::find(kNames, ascii_lower(name)) != kNames.end();
}

void fill_headers(const Request& request, CurlList& list) {
    for (const auto& [name, value] : request.headers.fields()) {
        if (!is_framing(name)) {
            // "Name:" would remove a header of libcurl's own, "Name;" sends it empty.
            list.add(trim(value).empty() ? name + ';' : name + ": " + value);
        }
    }
    list.add("Expect:"); // no waiting for "100 Continue"
    if (!request.headers.get("Content-Type")) {
        list.add("Content-Type:"); // libcurl would call every body a form
    }
}

void set_method(CURL* handle, const Request& request) {
    const bool sends_body =
        !request.body.empty() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
    if (request.method == "HEAD") {
        set(handle, CURLOPT_NOBODY, 1L);
    } else if (sends_body) {
        set(handle, CURLOPT_POST, 1L);
        set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        set(handle, CURLOPT_POSTFIELDS, request.body.data()); // not copied: the request outlives the transfer
    } else {
        set(handle, CURLOPT_HTTPGET, 1L);
    }
    if (request.method != "HEAD") {
        set(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }
}

void set_limits(CURL* handle, const HttpClientOptions& options) {
    const auto at_least_one = [](std::chrono::milliseconds time) {
        return std::max(1L, static_cast<long>(time.count())); // libcurl takes 0 for "no limit"
    };
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, at_least_one(options.connect_timeout));
    set(handle, CURLOPT_TIMEOUT_MS, at_least_one(options.total_timeout));
    set(handle, CURLOPT_MAXAGE_CONN, kLongestIdleSeconds);
    set(handle, CURLOPT_MAXCONNECTS, 1L);
    set(handle, CURLOPT_NOSIGNAL, 1L);
    set(handle, CURLOPT_FOLLOWLOCATION, 0L);
}

void set_security(CURL* handle, const Url& url) {
    set(handle, CURLOPT_PROTOCOLS_STR, url.scheme.c_str());
    set(handle, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    if (is_loopback(url.host)) {
        set(handle, CURLOPT_PROXY, ""); // a proxy of the environment is for the world outside
    }
}

void set_callbacks(CURL* handle, Exchange& exchange) {
    set(handle, CURLOPT_PREREQFUNCTION, &before_sending);
    set(handle, CURLOPT_PREREQDATA, static_cast<void*>(&exchange));
    set(handle, CURLOPT_XFERINFOFUNCTION, &on_progress);
    set(handle, CURLOPT_XFERINFODATA, static_cast<void*>(&exchange));
    set(handle, CURLOPT_NOPROGRESS, 0L);
    set(handle, CURLOPT_HEADERFUNCTION, &on_header);
    set(handle, CURLOPT_HEADERDATA, static_cast<void*>(&exchange));
    set(handle, CURLOPT_WRITEFUNCTION, &on_body);
    set(handle, CURLOPT_WRITEDATA, static_cast<void*>(&exchange));
    set(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

/// Why the request cannot be sent at all; "" if it can.
std::string complaint(const Request& request, const std::optional<Url>& url) {
    if (!url) {
        return "The address of the request is no http or https URL; nothing was sent.";
    }
    if (url->scheme == "http" && !is_loopback(url->host)) {
        return fmt::format("{} is plain http, which is allowed to this machine only; use https.", url->origin());
    }
    if (!is_token(request.method)) {
        return "The method of the request is not a word; nothing was sent.";
    }
    for (const auto& [name, value] : request.headers.fields()) {
        if (!is_token(name) || !is_header_value(value)) {
            return fmt::format("A header of the request to {} would break its line; nothing was sent.",
                               url->origin());
        }
    }
    return {};
}

TransportError classify(CURLcode code, const Exchange& exchange, const std::string& origin,
                        std::string_view detail) {
    if (exchange.cancelled) {
        return {Kind::Cancelled, fmt::format("Cancelled before anything was sent to {}.", origin)};
    }
    if (!exchange.connected || bytes_sent(exchange.handle) == 0) {
        return {Kind::NotSent, fmt::format("No connection to {}: {}.", origin, detail)};
    }
    if (exchange.resend_refused) {
        return {Kind::NoAnswer, fmt::format("{} closed the connection without an answer.", origin)};
    }
    if (exchange.too_long) {
        return {Kind::NoAnswer, fmt::format("The answer of {} is longer than the {} bytes that are accepted.",
                                            origin, exchange.max_response_bytes)};
    }
    if (code == CURLE_OPERATION_TIMEDOUT) {
        return {Kind::NoAnswer, fmt::format("{} did not answer in time: {}.", origin, detail)};
    }
    return {Kind::NoAnswer, fmt::format("The answer of {} did not come whole: {}.", origin, detail)};
}

class CurlTransport final : public Transport {
  public:
    explicit CurlTransport(HttpClientOptions options) : options_(std::move(options)) {}

    tl::expected<Response, TransportError> send(const Request& request, const CancelToken& cancel) override {
        return send_when([] { return true; }, request, cancel);
    }

    /// Asks when the connection stands: a new one takes its time, and the request leaves at once after the answer.
    tl::expected<Response, TransportError> send_when(const std::function<bool()>& may_leave, const Request& request,
                                                     const CancelToken& cancel) override {
        const auto url = parse_url(request.target);
        if (auto problem = complaint(request, url); !problem.empty()) {
            return not_sent(std::move(problem));
        }
        if (cancel.is_cancelled()) {
            return tl::unexpected(TransportError{
                Kind::Cancelled, fmt::format("Cancelled before anything was sent to {}.", url->origin())});
        }
        CurlList headers;
        fill_headers(request, headers);
        Exchange exchange{.handle = handle_.get(),
                          .cancel = cancel,
                          .may_leave = may_leave,
                          .max_response_bytes = options_.max_response_bytes};
        curl_easy_reset(handle_.get()); // keeps the connection
        set_up(request, *url, headers, exchange);
        const CURLcode code = curl_easy_perform(handle_.get());
        if (exchange.thrown) {
            std::rethrow_exception(exchange.thrown);
        }
        if (code != CURLE_OK) {
            const std::string_view detail = error_text_[0] != '\0' ? error_text_.data() : curl_easy_strerror(code);
            return tl::unexpected(classify(code, exchange, url->origin(), detail));
        }
        long status = 0;
        curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
        exchange.response.status = static_cast<int>(status);
        return std::move(exchange.response);
    }

  private:
    void set_up(const Request& request, const Url& url, const CurlList& headers, Exchange& exchange) {
        // Put together from the checked parts: libcurl cannot read another host out of it than the check did.
        const std::string target =
            url.origin() + (url.path.empty() ? "/" : url.path) + (url.query.empty() ? "" : '?' + url.query);
        CURL* handle = handle_.get();
        error_text_.fill('\0');
        set(handle, CURLOPT_ERRORBUFFER, error_text_.data());
        set(handle, CURLOPT_URL, target.c_str());
        set(handle, CURLOPT_PATH_AS_IS, 1L);
        set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1)); // bytes_sent() counts exactly
        set(handle, CURLOPT_ACCEPT_ENCODING, "gzip");
        set(handle, CURLOPT_USERAGENT, options_.user_agent.c_str());
        set(handle, CURLOPT_HTTPHEADER, headers.get());
        set_method(handle, request);
        set_limits(handle, options_);
        set_security(handle, url);
        set_callbacks(handle, exchange);
    }

    HttpClientOptions options_;
    CurlHandle handle_ = make_curl();
    std::array<char, CURL_ERROR_SIZE> error_text_{};
};

} // namespace

std::unique_ptr<Transport> make_http_client(HttpClientOptions options) {
    return std::make_unique<CurlTransport>(std::move(options));
}

} // namespace muster::net
