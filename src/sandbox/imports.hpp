#pragma once

// One row of an import on its way to a contact. Internal to this folder.

#include "sandbox/activities.hpp"
#include "sandbox/contacts.hpp"

namespace muster::sandbox {

struct ImportRow {
    Pairs cells; ///< key or heading, value
    bool has_wrong_type = false;
};

struct ImportTotals {
    std::int64_t errors = 0;
    std::int64_t correctable = 0;
    std::int64_t cannot_add = 0;
};

/// Whether imports know the key or heading.
[[nodiscard]] bool is_import_key(std::string_view key);

/// Brings rows into the account, one after the other.
class RowImporter {
  public:
    RowImporter(World& world, Account& account, std::vector<std::string> lists, std::string sms_permission,
                Instant now);

    /// Why the row was refused; nothing if it went in. Counts it in `totals`.
    [[nodiscard]] std::optional<std::string> take(const ImportRow& row, ImportTotals& totals);
    /// The last refusal was one that ends the whole job (switches unknown_import_field and unknown_import_key).
    [[nodiscard]] bool job_failed() const { return job_failed_; }

  private:
    struct Draft;
    [[nodiscard]] std::optional<std::string> read(const ImportRow& row, Draft& draft);
    [[nodiscard]] std::optional<std::string> read_cell(const std::string& key, std::string value, Draft& draft);
    [[nodiscard]] std::optional<std::string> read_field(const std::string& name, std::string value, Draft& draft);
    [[nodiscard]] std::optional<std::string> unknown(Unknown how, std::string reason);
    [[nodiscard]] std::optional<std::string> refuse_or_cut(std::string& value, std::string_view key,
                                                           std::size_t most);
    [[nodiscard]] std::optional<std::string> check(Draft& draft) const;
    [[nodiscard]] std::optional<std::string> import(Draft& draft, ImportTotals& totals);
    [[nodiscard]] Contact* existing(const Draft& draft);
    [[nodiscard]] std::optional<std::string> room_for(const Draft& draft, const Contact* contact) const;
    void apply(const Draft& draft, Contact& contact);
    void apply_phones(const Draft& draft, Contact& contact);
    void apply_addresses(const Draft& draft, Contact& contact);
    void apply_fields(const Draft& draft, Contact& contact);
    [[nodiscard]] Contact fresh(const Draft& draft) const;
    /// Whether every list of the import fits (switch list_51).
    [[nodiscard]] bool has_room_for_lists(const Contact& contact) const;

    World& world_;
    Account& account_;
    std::vector<std::string> lists_;
    std::string sms_permission_;
    Instant now_;
    std::set<std::string> taken_; ///< keys of addresses seen, for import_duplicates=first
    bool job_failed_ = false;
};

} // namespace muster::sandbox
