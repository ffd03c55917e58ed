#include "sandbox/html.hpp"

#include <fmt/format.h>

#include "sandbox/call.hpp"

namespace muster::sandbox {

std::string escape(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string page(std::string_view title, std::string_view body) {
    return fmt::format("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<title>{0} - Constant Contact sandbox</title>\n"
                       "<link rel=\"stylesheet\" href=\"/sandbox/style.css\">\n</head>\n<body>\n"
                       "<header><a href=\"/\">Constant Contact sandbox</a> <span>A pretended service for trials. "
                       "No mail is sent.</span></header>\n<main>\n<h1>{0}</h1>\n{1}\n</main>\n</body>\n</html>\n",
                       escape(title), body);
}

bool is_cross_site(const net::Request& request) {
    const auto site = request.headers.get("Sec-Fetch-Site");
    if (site && *site != "same-origin" && *site != "none") {
        return true;
    }
    const auto origin = request.headers.get("Origin");
    if (!origin) {
        return false;
    }
    const auto host = request.headers.get("Host");
    const auto scheme_end = origin->find("://");
    return !host || scheme_end == std::string_view::npos || origin->substr(scheme_end + 3) != *host;
}

net::Response cross_site_refusal() {
    return html_answer(403, page("Refused", "<p>Another site sent this request. Nothing was changed.</p>"));
}

} // namespace muster::sandbox
