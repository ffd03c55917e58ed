#include "staff/passwords.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::staff {

Result<void> check_password(std::string_view password) {
    if (!is_valid_utf8(password)) {
        return fail(Code::Invalid, "A password is text in UTF-8.");
    }
    const auto length = code_points(password);
    if (length < kShortestPassword || length > kLongestPassword) {
        return fail(Code::Invalid, fmt::format("A password has {} to {} characters, and this one has {}.",
                                               kShortestPassword, kLongestPassword, length));
    }
    if (common_passwords().find("\n" + ascii_lower(password) + "\n") != std::string_view::npos) {
        return fail(Code::Invalid, "This password is one of those that everybody tries first. Choose another one.");
    }
    return {};
}

} // namespace muster::staff
