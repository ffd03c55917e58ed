#pragma once

// What Muster knows of a Constant Contact account: every Contact it has met as last proved, and which memberships a
// run confirmed or found left (R14). A pull makes it new; the plan compares it with the Reps.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/crypto.hpp"
#include "base/place_index.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "constant_contact/resources.hpp"
#include "sync/contact_book.hpp"
#include "sync/membership_book.hpp"

namespace muster::sync {

/// Answers whether a value is one that the service keeps in another form than sent (R28).
class LearnedForms {
  public:
    virtual ~LearnedForms() = default;
    [[nodiscard]] virtual bool is_kept_form(const std::string& contact_id, const std::string& field,
                                            const std::string& sent, const std::string& kept) const = 0;
};

/// A value that the service keeps in another form than sent (R28): no difference for ever. Digests are keyed.
struct LearnedValue {
    std::string contact_id;
    std::string field; ///< "first_name", "cf:Username"
    std::string sent_digest;
    std::string kept_digest;
};

/// Which list belongs to a Rep Group's name, or to a reserved name (R11). Keys are name keys.
struct RememberedList {
    std::string group_key;
    std::string list_id;

    bool operator==(const RememberedList&) const = default;
};

/// Everything stored about a database's account. Sealed as a whole per Contact in the store.
struct StoredAccount {
    ContactBook contacts;
    MembershipBook memberships;
    std::vector<LearnedValue> learned;
    std::vector<RememberedList> lists;
    std::vector<constant_contact::CustomField> custom_fields; ///< as last read
    std::vector<constant_contact::ContactList> account_lists; ///< as last read, with their counts
    std::optional<Instant> full_read_at;    ///< start of the last completed full read; nothing: never (R8)
    std::optional<Instant> optouts_read_at; ///< opt-outs are known up to here
};

/// What a pull or a push changed about a StoredAccount. Applied in one transaction.
struct AccountChanges {
    bool replace_contacts = false; ///< a full read: what is not in `contacts` is forgotten
    ContactBook contacts;
    std::vector<RememberedMembership> remember; ///< set, by contact and list
    std::vector<RememberedMembership> forget;   ///< state is ignored
    std::vector<LearnedValue> learned;
    std::vector<RememberedList> lists;                                       ///< set, by group key
    std::optional<std::vector<constant_contact::CustomField>> custom_fields; ///< all of them
    std::optional<std::vector<constant_contact::ContactList>> account_lists; ///< all of them
    std::optional<Instant> full_read_at;
    bool forget_full_read = false; ///< what it read is no longer to be trusted: the next run reads everything
    std::optional<Instant> optouts_read_at;
};

/// One Rep's attribute "Unsubscribed from CC" (R16).
struct AttributeChange {
    std::string rep_id;
    bool assigned = false;
    std::string address_key; ///< the address it is assigned for
};

/// Kept by the store, one per database. Throws when the store is lost.
class AccountStore {
  public:
    virtual ~AccountStore() = default;
    [[nodiscard]] virtual StoredAccount load() = 0;
    /// In one durable transaction: the account, and the attribute "Unsubscribed from CC", which is created if
    /// missing (R16, R17).
    virtual void apply(const AccountChanges& changes, const std::vector<AttributeChange>& attributes) = 0;
    /// Lifts R14 for one Contact, on one list or (list_id "") on all; how many memberships that were.
    virtual std::int64_t lift(const std::string& contact_id, const std::string& list_id) = 0;
};

/// Digest of a value of one Contact's field, for LearnedValue. Keyed: it tells nothing without the key.
[[nodiscard]] std::string value_digest(const Sealer& sealer, const std::string& contact_id,
                                       const std::string& field, const std::string& value);

/// A StoredAccount made ready for questions, brought up to date by a pull. Pure memory.
class AccountView final : public LearnedForms {
  public:
    AccountView(StoredAccount stored, const Sealer& sealer);

    /// The Contact of an address. Where two records share one (spelled differently), the one that is not deleted.
    [[nodiscard]] std::optional<constant_contact::Contact> find(std::string_view address_key) const;
    [[nodiscard]] std::optional<constant_contact::Contact> find_id(const std::string& contact_id) const;
    /// Where they are in `contacts`.
    [[nodiscard]] std::optional<std::size_t> place_of(std::string_view address_key) const;
    [[nodiscard]] std::optional<std::size_t> place_of_id(const std::string& contact_id) const;
    /// True if any record of the address is opted out, deleted or not (R13).
    [[nodiscard]] bool is_opted_out(const std::string& address_key) const {
        return opted_out_.contains(address_key);
    }
    [[nodiscard]] const ContactBook& contacts() const { return stored_.contacts; }
    [[nodiscard]] const std::vector<constant_contact::ContactList>& lists() const { return stored_.account_lists; }
    [[nodiscard]] const constant_contact::ContactList* find_list(const std::string& list_id) const;
    [[nodiscard]] const std::vector<constant_contact::CustomField>& custom_fields() const {
        return stored_.custom_fields;
    }
    [[nodiscard]] const std::vector<RememberedList>& remembered_lists() const { return stored_.lists; }
    [[nodiscard]] std::optional<MembershipState> membership(const std::string& contact_id,
                                                            const std::string& list_id) const;
    [[nodiscard]] const MembershipBook& memberships() const { return stored_.memberships; }
    [[nodiscard]] bool is_kept_form(const std::string& contact_id, const std::string& field,
                                    const std::string& sent, const std::string& kept) const override;
    [[nodiscard]] std::optional<Instant> full_read_at() const { return stored_.full_read_at; }
    [[nodiscard]] std::optional<Instant> optouts_read_at() const { return stored_.optouts_read_at; }

    /// Takes over what `changes` says, as the store does.
    void apply(const AccountChanges& changes);

  private:
    void index_all();
    void index(std::size_t place);
    void apply_contacts(const ContactBook& changed);
    StoredAccount stored_;
    const Sealer& sealer_;
    PlaceIndex by_key_, by_id_;                            ///< places in stored_.contacts
    std::unordered_map<std::string, std::string> learned_; ///< sent digest to kept digest
    std::unordered_set<std::string> opted_out_;
};

/// What the memberships seen in `view` say about those remembered (R14): who left a list that still exists, what
/// was lost while the Contact was opted out or deleted (forgotten: who comes back is treated as before), and what
/// belongs to a list that is gone.
[[nodiscard]] AccountChanges find_leavings(const AccountView& view);

} // namespace muster::sync
