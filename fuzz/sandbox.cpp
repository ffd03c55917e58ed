// Any request to the local Constant Contact: it always answers, with a status that there is. The first line is
// method and target, an optional second one the Content-Type, the rest the body.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/random.hpp"
#include "base/time.hpp"
#include "require.hpp"
#include "sandbox/sandbox.hpp"

namespace {

/// Stands at one moment.
class StillClock final : public muster::Clock {
  public:
    [[nodiscard]] muster::Instant now() const override {
        return muster::Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 23));
    }
    bool sleep_until(muster::Instant, const muster::CancelToken&) override { return true; }
};

/// All up to the next line break, which is taken too.
std::string_view take_line(std::string_view& text) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    return line;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    StillClock clock;
    muster::SeededRandom random(1);
    muster::sandbox::Sandbox service({.calls_per_second = 0}, clock, random);
    const auto account = service.add_account("Main Street Chamber");
    static_cast<void>(service.add_contact(account, {.address = "anna@example.org", .lists = {"Board"}}));

    std::string_view text = muster::fuzz::as_text(data, size);
    const std::string_view first = take_line(text);
    const auto blank = first.find(' ');
    if (blank == std::string_view::npos) {
        return 0;
    }
    muster::net::Request request{std::string(first.substr(0, blank)), std::string(first.substr(blank + 1)), {}, ""};
    request.headers.set("Authorization", "Bearer " + service.issue_token(account).access_token);
    request.headers.set("Content-Type", std::string(take_line(text)));
    request.body = text;
    for (int twice = 0; twice < 2; ++twice) { // the second finds what the first has made
        const auto response = service.handle(request);
        muster::fuzz::require(response.status >= 200 && response.status < 600);
    }
    static_cast<void>(service.contacts(account));
    return 0;
}
