#pragma once

// Where each sealed value stands; it opens nowhere else. Internal to this folder.

#include <string>
#include <string_view>

#include "store/store.hpp"

namespace muster::store {

[[nodiscard]] inline std::string password_place(DatabaseId database, std::string_view rep_id) {
    return "rep.password/" + std::to_string(database.number) + "/" + std::string(rep_id);
}
[[nodiscard]] inline std::string grant_place(DatabaseId database) {
    return "grant/" + std::to_string(database.number);
}
[[nodiscard]] inline std::string contact_place(DatabaseId database, std::string_view contact_id) {
    return "account.contact/" + std::to_string(database.number) + "/" + std::string(contact_id);
}
[[nodiscard]] inline std::string secret_place(std::string_view user_id) {
    return "second_factor/" + std::string(user_id);
}

} // namespace muster::store
