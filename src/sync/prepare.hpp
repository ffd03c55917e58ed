#pragma once

// Makes the custom fields and lists that a plan needs and the account lacks (R7, R11). What the service refuses is
// refused to everybody, with the reason; the rest goes on. Internal to sync.

#include <string>

#include "sync/courier.hpp"
#include "sync/session.hpp"

namespace muster::sync {

/// Errors that concern one request only; the rest of the run goes on.
[[nodiscard]] bool is_refusal(const constant_contact::ApiError& error);

class Preparer {
  public:
    Preparer(Session& session, Courier& courier)
        : session_(session), plan_(session.plan), client_(session.ports.client), courier_(courier) {}

    [[nodiscard]] Answer<void> create_fields();
    [[nodiscard]] Answer<void> create_lists();
    /// False if the service has no room for it.
    [[nodiscard]] Answer<bool> create_holding_list();

  private:
    [[nodiscard]] Answer<void> find_field(const ChosenField& field, Answer<constant_contact::CustomField>& made);
    void refuse_field(ChosenField& field, const std::string& reason);
    [[nodiscard]] Answer<constant_contact::ContactList> create_list(const std::string& name);
    [[nodiscard]] bool is_for_another_name(const std::string& list_id, const std::string& key) const;
    void refuse_list(std::size_t index, const std::string& reason);
    void consent_for_lists();
    Session& session_;
    Plan& plan_;
    constant_contact::Client& client_;
    Courier& courier_;
};

} // namespace muster::sync
