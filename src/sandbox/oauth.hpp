#pragma once

// Grants and tokens, for the endpoints, the pages and the tests' shortcut. Internal to this folder.

#include "sandbox/call.hpp"

namespace muster::sandbox {

/// The scopes, one blank apart; nothing if one is unknown or none is there.
[[nodiscard]] std::optional<std::string> checked_scope(const std::string& scope);
/// The place of a new grant without tokens.
std::size_t new_grant(World& world, std::string_view account_id, std::string_view client_id, std::string_view scope,
                      Instant now);
/// New tokens for a grant; with rotating tokens the old refresh token is spent.
Tokens renew(World& world, std::size_t place, Instant now);

/// GET and POST /authorize: the page where a person allows or denies.
[[nodiscard]] net::Response authorize_page(Call& call);
/// GET and POST /sandbox/activate: the page of the device flow.
[[nodiscard]] net::Response activate_page(Call& call);
/// Nothing if the code is known and waiting; otherwise what is wrong.
[[nodiscard]] Result<void> answer_device(World& world, std::string_view user_code, std::string_view account_id,
                                         bool allow, Instant now);

} // namespace muster::sandbox
