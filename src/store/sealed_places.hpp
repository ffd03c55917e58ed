#pragma once

// Where each sealed value stands; it opens nowhere else. Internal to this folder.

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "store/store.hpp"

namespace muster::store {

[[nodiscard]] inline std::string password_place(DatabaseId database, std::string_view rep_id) {
    return fmt::format("rep.password/{}/{}", database.number, rep_id);
}
[[nodiscard]] inline std::string grant_place(DatabaseId database) {
    return fmt::format("grant/{}", database.number);
}
[[nodiscard]] inline std::string contact_place(DatabaseId database, std::string_view contact_id) {
    return fmt::format("account.contact/{}/{}", database.number, contact_id);
}
[[nodiscard]] inline std::string secret_place(std::string_view user_id) {
    return fmt::format("second_factor/{}", user_id);
}

} // namespace muster::store
