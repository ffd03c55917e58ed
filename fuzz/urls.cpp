// URLs, escapes and forms: coding and decoding are each other's opposite, and a link's parts make the same link.

#include <cstddef>
#include <cstdint>
#include <string>

#include "net/http.hpp"
#include "require.hpp"

using muster::fuzz::require;
namespace net = muster::net;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = muster::fuzz::as_text(data, size);
    require(net::url_decode(net::url_encode(text)) == text);

    const auto pairs = net::parse_form(text);
    require(net::parse_form(net::encode_form(pairs)) == pairs);

    if (const auto url = net::parse_url(text)) {
        require(url->scheme == "http" || url->scheme == "https");
        require(!url->host.empty() && url->port > 0 && url->port < 65536);
        require(url->path.empty() || url->path.front() == '/');
        const auto again = net::parse_url(url->origin() + url->path + (url->query.empty() ? "" : "?" + url->query));
        require(again && *again == *url);
    }
    return 0;
}
