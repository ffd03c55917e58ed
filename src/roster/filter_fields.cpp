#include "roster/filter_fields.hpp"

#include <chrono>

#include "base/email.hpp"

namespace muster::roster {
namespace {

template <auto Field>
std::string_view member_text(const RosterRow& row) {
    return row.member.*Field;
}
template <auto Field>
std::string_view rep_text(const RosterRow& row) {
    return row.rep.*Field;
}
template <auto Field>
std::string_view member_place(const RosterRow& row) {
    return row.member.address.*Field;
}
template <auto Field>
std::int64_t member_date(const RosterRow& row) {
    const std::optional<Date>& date = row.member.*Field;
    return date ? day_number(*date) : kNoDate;
}
template <auto Field>
std::int64_t rep_day(const RosterRow& row) {
    return std::chrono::floor<std::chrono::days>(row.rep.*Field).time_since_epoch().count();
}

constexpr FieldSource text_field(std::string_view name, ValueKind kind,
                                 std::string_view (*text)(const RosterRow&)) {
    return {.field = {name, kind}, .text = text};
}
constexpr FieldSource number_field(std::string_view name, ValueKind kind,
                                   std::int64_t (*number)(const RosterRow&)) {
    return {.field = {name, kind}, .number = number};
}
constexpr FieldSource names_field(std::string_view name,
                                  const std::vector<std::string>& (*names)(const RosterRow&)) {
    return {.field = {name, ValueKind::Text, true}, .names = names};
}

constexpr FieldSource kMemberFields[] = {
    text_field("member_id", ValueKind::Id, &member_text<&Member::member_id>),
    text_field("company", ValueKind::Text, &member_text<&Member::company>),
    {.field = {"status", ValueKind::Text},
     .text = &member_text<&Member::status>,
     .other_text = [](const RosterRow& row) -> std::string_view { return row.status.description; }},
    number_field("active", ValueKind::YesNo,
                 [](const RosterRow& row) -> std::int64_t { return row.is_active() ? 1 : 0; }),
    text_field("type", ValueKind::Text, &member_text<&Member::type>),
    text_field("city", ValueKind::Text, &member_place<&PostalAddress::city>),
    text_field("state", ValueKind::Text, &member_place<&PostalAddress::state>),
    text_field("postal_code", ValueKind::Text, &member_place<&PostalAddress::postal_code>),
    number_field("joined", ValueKind::Date, &member_date<&Member::joined>),
    number_field("dropped", ValueKind::Date, &member_date<&Member::dropped>),
    names_field("attribute",
                [](const RosterRow& row) -> const std::vector<std::string>& { return row.member.attributes; }),
};

constexpr FieldSource kRepFields[] = {
    text_field("rep_id", ValueKind::Id, &rep_text<&Rep::rep_id>),
    text_field("first_name", ValueKind::Text, &rep_text<&Rep::first_name>),
    text_field("last_name", ValueKind::Text, &rep_text<&Rep::last_name>),
    text_field("job_title", ValueKind::Text, &rep_text<&Rep::job_title>),
    text_field("email", ValueKind::Text, &rep_text<&Rep::email>),
    number_field("has_email", ValueKind::YesNo,
                 [](const RosterRow& row) -> std::int64_t { return parse_email(row.rep.email) ? 1 : 0; }),
    names_field("group", [](const RosterRow& row) -> const std::vector<std::string>& { return row.rep.groups; }),
    names_field("attribute",
                [](const RosterRow& row) -> const std::vector<std::string>& { return row.rep.attributes; }),
    number_field("billing_rep", ValueKind::YesNo,
                 [](const RosterRow& row) -> std::int64_t { return row.rep.billing_rep ? 1 : 0; }),
    number_field("created", ValueKind::Date, &rep_day<&Rep::created>),
    number_field("updated", ValueKind::Date, &rep_day<&Rep::updated>),
};

} // namespace

std::span<const FieldSource> field_sources(FilterKind kind) {
    return kind == FilterKind::Member ? std::span<const FieldSource>(kMemberFields)
                                      : std::span<const FieldSource>(kRepFields);
}

std::int64_t day_number(Date date) { return std::chrono::sys_days(date).time_since_epoch().count(); }

} // namespace muster::roster
