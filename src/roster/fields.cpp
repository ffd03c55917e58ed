#include "roster/fields.hpp"

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/time.hpp"

namespace muster::roster {
namespace {

/// One column: how a text is put into the record and taken out again.
template <class Record>
struct Column {
    std::string_view name;
    Result<void> (*set)(Record&, std::string_view column, std::string_view text);
    std::string (*get)(const Record&);
};

bool is_plain_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c != '\0' && static_cast<unsigned char>(c) < 0x80; });
}

Result<void> check_text(std::string_view column, std::string_view text) {
    if (is_plain_ascii(text)) {
        return {};
    }
    if (!is_valid_utf8(text)) {
        return fail(Code::Invalid, fmt::format("The value of {} is not UTF-8 text.", column));
    }
    if (text.find('\0') != std::string_view::npos) {
        return fail(Code::Invalid, fmt::format("The value of {} holds a NUL character; leave it out.", column));
    }
    return {};
}

bool holds_line_break(std::string_view text) {
    for (const std::string_view mark : {"\n", "\r", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"}) {
        if (text.find(mark) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

/// Free text is kept as typed, also with blanks around it; nothing but blanks is blank.
Result<void> put_text(std::string& target, std::string_view column, std::string_view text) {
    TRY(check_text(column, text));
    target.assign(trim(text).empty() ? std::string_view() : text);
    return {};
}

/// Keys and codes: trimmed, never blank, on one line.
Result<void> put_key(std::string& target, std::string_view column, std::string_view text) {
    TRY(check_text(column, text));
    const std::string_view key = trim(text);
    if (key.empty()) {
        return fail(Code::Invalid, fmt::format("{} is required and must not be blank.", column));
    }
    if (holds_line_break(key)) {
        return fail(Code::Invalid, fmt::format("{} must be on one line.", column));
    }
    target.assign(key);
    return {};
}

/// The text in the record, or in the address that it holds.
template <class Record>
auto& text_in(Record& record, std::string std::remove_const_t<Record>::* field) {
    return record.*field;
}
template <class Record>
auto& text_in(Record& record, std::string PostalAddress::* field) {
    return record.address.*field;
}

template <class Record, auto Field>
Result<void> set_text(Record& record, std::string_view column, std::string_view text) {
    return put_text(text_in(record, Field), column, text);
}

template <class Record, auto Field>
Result<void> set_key(Record& record, std::string_view column, std::string_view text) {
    return put_key(record.*Field, column, text);
}

template <class Record, auto Field>
Result<void> set_required(Record& record, std::string_view column, std::string_view text) {
    if (trim(text).empty()) {
        return fail(Code::Invalid, fmt::format("{} is required and must not be blank.", column));
    }
    return put_text(record.*Field, column, text);
}

template <class Record, auto Field>
std::string get_text(const Record& record) {
    return text_in(record, Field);
}

template <class Record, auto Field>
Result<void> set_flag(Record& record, std::string_view column, std::string_view text) {
    auto flag = parse_yes_no(text);
    if (!flag) {
        return tl::unexpected(std::move(flag).error().prefixed(column));
    }
    record.*Field = *flag;
    return {};
}

template <class Record, auto Field>
std::string get_flag(const Record& record) {
    return record.*Field ? "yes" : "no";
}

template <class Record, auto Field>
Result<void> set_date(Record& record, std::string_view column, std::string_view text) {
    const std::string_view trimmed = trim(text);
    if (trimmed.empty()) {
        record.*Field = std::nullopt;
        return {};
    }
    const auto date = parse_date(trimmed);
    if (!date) {
        return fail(Code::Invalid, fmt::format("{} takes a date as YYYY-MM-DD or M/D/YYYY; \"{}\" is none.", column,
                                               is_valid_utf8(trimmed) ? cut(trimmed, 40) : "that"));
    }
    record.*Field = *date;
    return {};
}

template <class Record, auto Field>
std::string get_date(const Record& record) {
    return record.*Field ? format_date(*(record.*Field)) : std::string();
}

template <class Record, auto Field>
Result<void> set_names(Record& record, std::string_view column, std::string_view text) {
    struct Keyed {
        std::string key;
        std::size_t place; // of two spellings the first one stays
        std::string name;
    };
    std::vector<Keyed> keyed;
    if (!text.empty()) {
        TRY(check_text(column, text));
        for (const std::string& piece : split_list(text, ';')) {
            TRY_ASSIGN(std::string name, check_name(piece));
            std::string key = name_key(name);
            keyed.push_back(Keyed{std::move(key), keyed.size(), std::move(name)});
        }
    }
    std::sort(keyed.begin(), keyed.end(), [](const Keyed& left, const Keyed& right) {
        return std::tie(left.key, left.place) < std::tie(right.key, right.place);
    });
    std::vector<std::string>& names = record.*Field;
    names.clear();
    for (std::size_t i = 0; i < keyed.size(); ++i) {
        if (i == 0 || keyed[i].key != keyed[i - 1].key) {
            names.push_back(std::move(keyed[i].name));
        }
    }
    return {};
}

template <class Record, auto Field>
std::string get_names(const Record& record) {
    return join(record.*Field, "; ");
}

template <class Record, auto Field>
constexpr Column<Record> text_column(std::string_view name) {
    return {name, &set_text<Record, Field>, &get_text<Record, Field>};
}
template <class Record, auto Field>
constexpr Column<Record> key_column(std::string_view name) {
    return {name, &set_key<Record, Field>, &get_text<Record, Field>};
}
template <class Record, auto Field>
constexpr Column<Record> flag_column(std::string_view name) {
    return {name, &set_flag<Record, Field>, &get_flag<Record, Field>};
}
template <class Record, auto Field>
constexpr Column<Record> date_column(std::string_view name) {
    return {name, &set_date<Record, Field>, &get_date<Record, Field>};
}
template <class Record, auto Field>
constexpr Column<Record> names_column(std::string_view name) {
    return {name, &set_names<Record, Field>, &get_names<Record, Field>};
}

constexpr Column<MemberStatus> kStatusColumns[] = {
    key_column<MemberStatus, &MemberStatus::code>("code"),
    text_column<MemberStatus, &MemberStatus::description>("description"),
    flag_column<MemberStatus, &MemberStatus::active_member>("active_member"),
    flag_column<MemberStatus, &MemberStatus::pays_dues>("pays_dues"),
    flag_column<MemberStatus, &MemberStatus::eligible_for_referral>("eligible_for_referral"),
    flag_column<MemberStatus, &MemberStatus::list_in_directory>("list_in_directory"),
    flag_column<MemberStatus, &MemberStatus::members_only_access>("members_only_access"),
};

constexpr Column<Member> kMemberColumns[] = {
    key_column<Member, &Member::member_id>("member_id"),
    {"company", &set_required<Member, &Member::company>, &get_text<Member, &Member::company>},
    text_column<Member, &Member::file_by>("file_by"),
    key_column<Member, &Member::status>("status"),
    text_column<Member, &Member::type>("type"),
    names_column<Member, &Member::attributes>("attributes"),
    text_column<Member, &PostalAddress::street>("street"),
    text_column<Member, &PostalAddress::street2>("street2"),
    text_column<Member, &PostalAddress::city>("city"),
    text_column<Member, &PostalAddress::state>("state"),
    text_column<Member, &PostalAddress::postal_code>("postal_code"),
    text_column<Member, &PostalAddress::country>("country"),
    text_column<Member, &Member::phone>("phone"),
    text_column<Member, &Member::website>("website"),
    date_column<Member, &Member::joined>("joined"),
    date_column<Member, &Member::dropped>("dropped"),
};

constexpr Column<Rep> kRepColumns[] = {
    key_column<Rep, &Rep::rep_id>("rep_id"),
    key_column<Rep, &Rep::member_id>("member_id"),
    text_column<Rep, &Rep::courtesy_title>("courtesy_title"),
    text_column<Rep, &Rep::first_name>("first_name"),
    text_column<Rep, &Rep::middle_name>("middle_name"),
    text_column<Rep, &Rep::last_name>("last_name"),
    text_column<Rep, &Rep::suffix>("suffix"),
    text_column<Rep, &Rep::salutation>("salutation"),
    text_column<Rep, &Rep::job_title>("job_title"),
    text_column<Rep, &Rep::email>("email"),
    text_column<Rep, &Rep::phone>("phone"),
    text_column<Rep, &Rep::mobile>("mobile"),
    text_column<Rep, &Rep::fax>("fax"),
    text_column<Rep, &PostalAddress::street>("street"),
    text_column<Rep, &PostalAddress::street2>("street2"),
    text_column<Rep, &PostalAddress::city>("city"),
    text_column<Rep, &PostalAddress::state>("state"),
    text_column<Rep, &PostalAddress::postal_code>("postal_code"),
    text_column<Rep, &PostalAddress::country>("country"),
    text_column<Rep, &Rep::username>("username"),
    text_column<Rep, &Rep::password>("password"),
    flag_column<Rep, &Rep::billing_rep>("billing_rep"),
    names_column<Rep, &Rep::groups>("groups"),
    names_column<Rep, &Rep::attributes>("attributes"),
};

template <class Table>
std::vector<std::string_view> names_of(const Table& table) {
    std::vector<std::string_view> names;
    for (const auto& column : table) {
        names.push_back(column.name);
    }
    return names;
}

template <class Table, class Record>
Result<void> set_by_name(const Table& table, Record& record, std::string_view name, std::string_view text) {
    for (const auto& column : table) {
        if (column.name == name) {
            return column.set(record, name, text);
        }
    }
    return fail(Code::Invalid,
                fmt::format("There is no field \"{}\". Known fields: {}.", name, fmt::join(names_of(table), ", ")));
}

template <class Table, class Record>
std::string get_by_name(const Table& table, const Record& record, std::string_view name) {
    for (const auto& column : table) {
        if (column.name == name) {
            return column.get(record);
        }
    }
    return {};
}

} // namespace

const std::vector<std::string_view>& status_columns() {
    static const std::vector<std::string_view> kNames = names_of(kStatusColumns);
    return kNames;
}

const std::vector<std::string_view>& member_columns() {
    static const std::vector<std::string_view> kNames = names_of(kMemberColumns);
    return kNames;
}

const std::vector<std::string_view>& rep_columns() {
    static const std::vector<std::string_view> kNames = names_of(kRepColumns);
    return kNames;
}

std::string heading_key(std::string_view written) {
    std::string key = ascii_lower(trim(written));
    std::replace(key.begin(), key.end(), ' ', '_');
    return key;
}

std::string_view find_column(const std::vector<std::string_view>& columns, std::string_view written) {
    const auto found = std::find(columns.begin(), columns.end(), heading_key(written));
    return found == columns.end() ? std::string_view() : *found;
}

Result<void> set_field(MemberStatus& status, std::string_view column, std::string_view text) {
    return set_by_name(kStatusColumns, status, column, text);
}

Result<void> set_field(Member& member, std::string_view column, std::string_view text) {
    return set_by_name(kMemberColumns, member, column, text);
}

Result<void> set_field(Rep& rep, std::string_view column, std::string_view text) {
    return set_by_name(kRepColumns, rep, column, text);
}

Result<void> set_field_at(MemberStatus& status, std::size_t index, std::string_view text) {
    return kStatusColumns[index].set(status, kStatusColumns[index].name, text);
}

Result<void> set_field_at(Member& member, std::size_t index, std::string_view text) {
    return kMemberColumns[index].set(member, kMemberColumns[index].name, text);
}

Result<void> set_field_at(Rep& rep, std::size_t index, std::string_view text) {
    return kRepColumns[index].set(rep, kRepColumns[index].name, text);
}

std::string field_text(const MemberStatus& status, std::string_view column) {
    return get_by_name(kStatusColumns, status, column);
}

std::string field_text(const Member& member, std::string_view column) {
    return get_by_name(kMemberColumns, member, column);
}

std::string field_text(const Rep& rep, std::string_view column) { return get_by_name(kRepColumns, rep, column); }

Result<bool> parse_yes_no(std::string_view text) {
    const std::string_view trimmed = trim(text);
    if (trimmed.empty()) {
        return false;
    }
    if (trimmed.size() <= 5) {
        const std::string word = ascii_lower(trimmed);
        if (word == "yes" || word == "true" || word == "1" || word == "x") {
            return true;
        }
        if (word == "no" || word == "false" || word == "0") {
            return false;
        }
    }
    return fail(Code::Invalid, fmt::format("\"{}\" is neither yes nor no; write yes, no, true, false, 1, 0, x or "
                                           "nothing.",
                                           is_valid_utf8(trimmed) ? cut(trimmed, 40) : "that"));
}

Result<std::string> check_name(std::string_view name) {
    const std::string_view trimmed = trim(name);
    if (trimmed.empty()) {
        return fail(Code::Invalid, "A name of a group or attribute must not be blank.");
    }
    TRY(check_text("a group's or attribute's name", trimmed));
    if (trimmed.find(';') != std::string_view::npos) {
        return fail(
            Code::Invalid,
            fmt::format("The name \"{}\" holds a \";\", which separates names; leave it out.", cut(trimmed, 60)));
    }
    if (holds_line_break(trimmed)) {
        return fail(Code::Invalid, "A name of a group or attribute must be on one line.");
    }
    if (code_points(trimmed) > kLongestName) {
        return fail(Code::Invalid, fmt::format("The name that begins with \"{}\" has {} characters; at most {} are "
                                               "possible.",
                                               cut(trimmed, 40), code_points(trimmed), kLongestName));
    }
    return std::string(trimmed);
}

} // namespace muster::roster
