#pragma once

// One database's account view in the store. Internal to this folder.

#include <string>
#include <string_view>

#include "constant_contact/resources.hpp"
#include "store/core.hpp"
#include "sync/account_view.hpp"

namespace muster::store {

/// Opens a row of contact_id and sealed_contact; throws StoreLost if it does not open.
[[nodiscard]] constant_contact::Contact open_contact(const db::Cursor& row, const Sealer& sealer,
                                                     DatabaseId database);
/// Writes a Contact unless it is there just so.
void put_contact(Session& session, DatabaseId database, const constant_contact::Contact& contact);

} // namespace muster::store
