#pragma once

// The one gate that everything passes on its way to Constant Contact (R13, R15). It reads the very bytes that are
// about to leave, knows who is opted out, refuses what must never be sent, and counts what was.

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/json.hpp"
#include "constant_contact/client.hpp"
#include "sync/account_view.hpp"

namespace muster::sync {

class Consent final : public constant_contact::Gate {
  public:
    /// Observe lets everything pass and only counts: how a test proves that the count can be other than 0.
    enum class Mode { Enforce, Observe };

    explicit Consent(Mode mode = Mode::Enforce) : mode_(mode) {}

    /// The latest read: those whom it shows opted out, and nobody else, are out from now on.
    void learn(const AccountView& view);
    void learn_opted_out(const std::string& address_key, const std::string& contact_id);
    /// Lists that a removal may name: Active Members and the holding list (R10).
    void allow_removals_from(const std::string& list_id) { removable_lists_.insert(list_id); }
    /// What an undo may take off any other list: whom the undone run itself put on it (R10, R32), while they are
    /// not opted out (R13).
    void allow_undo(const std::string& list_id, const std::string& contact_id) {
        undoable_[list_id].insert(contact_id);
    }
    [[nodiscard]] bool is_opted_out(const std::string& address_key) const {
        return opted_out_.contains(address_key);
    }

    [[nodiscard]] std::optional<std::string> before(const std::string& endpoint,
                                                    const net::Request& request) override;

    /// Opted-out addresses that a request which left could have made mailable again: the figure of R13.
    [[nodiscard]] std::int64_t opted_out_made_mailable() const {
        return static_cast<std::int64_t>(made_mailable_.size());
    }

  private:
    /// Whom a request would touch; a sentence if it must not leave whoever it touches.
    struct Judged {
        std::vector<std::string> keys;
        std::vector<std::string> contact_ids;
        std::optional<std::string> forbidden;
    };
    [[nodiscard]] Judged judge(const std::string& endpoint, const net::Request& request) const;
    void judge_removal(const json::Reader& body, Judged& judged) const;
    Mode mode_;
    std::unordered_set<std::string> opted_out_;     ///< address keys
    std::unordered_set<std::string> opted_out_ids_; ///< contact ids
    std::unordered_set<std::string> removable_lists_;
    std::unordered_map<std::string, std::unordered_set<std::string>> undoable_; ///< contact ids by list id
    std::unordered_set<std::string> made_mailable_;
};

} // namespace muster::sync
