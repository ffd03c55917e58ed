// Error bodies and paging links as strangers may write them: an error is always a sentence on one line, and no link
// leads off the host or the resource.

#include <cstddef>
#include <cstdint>
#include <string>

#include "constant_contact/errors.hpp"
#include "constant_contact/paging.hpp"
#include "net/http.hpp"
#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace muster::constant_contact;
    using muster::fuzz::require;
    const auto text = muster::fuzz::as_text(data, size);
    for (const int status : {400, 401, 409, 429, 500}) {
        for (const char* call : {"POST /contacts", "POST /activities/contacts_json_import", "POST /token"}) {
            const ApiError error = read_error(status, text, call);
            require(!error.message.empty() && error.message.size() < 4096);
            require(error.message.find('\n') == std::string::npos);
            require(!error.conflicting_id || error.conflicting_id->size() == 36);
        }
    }
    PageTrail trail("https://api.cc.email/v3/contacts?limit=500");
    if (trail.follow(text)) {
        const auto url = muster::net::parse_url(trail.url());
        require(url.has_value());
        require(url->origin() == "https://api.cc.email" && url->path == "/v3/contacts");
        require(!trail.follow(text));
    }
    return 0;
}
