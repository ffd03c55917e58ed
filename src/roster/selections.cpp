#include "roster/selections.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace muster::roster {
namespace {

/// In the order of CustomField.
constexpr std::array<std::string_view, 17> kLabels = {
    "Username",  "Password", "Salutation",    "Courtesy Title", "Middle Name",    "Suffix",
    "Member ID", "Rep ID",   "Member Status", "Member Type",    "Joined Date",    "Mobile",
    "Fax",       "Website",  "Billing Rep",   "Rep Groups",     "Rep Attributes",
};

std::vector<CustomField> all_custom_fields() {
    std::vector<CustomField> fields;
    fields.reserve(kLabels.size());
    for (std::size_t i = 0; i < kLabels.size(); ++i) {
        fields.push_back(static_cast<CustomField>(i));
    }
    return fields;
}

/// Sorted by name key, whatever order the record has them in.
std::string joined_names(const std::vector<std::string>& names, std::string_view left_out) {
    std::vector<std::pair<std::string, std::string_view>> sorted;
    const std::string left_out_key = name_key(left_out);
    for (const std::string& name : names) {
        std::string key = name_key(name);
        if (left_out.empty() || key != left_out_key) {
            sorted.emplace_back(std::move(key), name);
        }
    }
    std::sort(sorted.begin(), sorted.end());
    std::string text;
    for (const auto& [key, name] : sorted) {
        text += text.empty() ? "" : "; ";
        text += name;
    }
    return text;
}

} // namespace

const std::vector<CustomField>& offered_custom_fields() {
    static const std::vector<CustomField> kFields = all_custom_fields();
    return kFields;
}

std::string_view label(CustomField field) { return kLabels.at(static_cast<std::size_t>(field)); }

Result<CustomField> find_custom_field(std::string_view written) {
    const std::string wanted = name_key(written);
    for (const CustomField field : offered_custom_fields()) {
        if (name_key(label(field)) == wanted) {
            return field;
        }
    }
    return fail(Code::Invalid,
                fmt::format("There is no custom field \"{}\". On offer: {}.", written, fmt::join(kLabels, ", ")));
}

std::string custom_field_value(CustomField field, const RosterRow& row) {
    switch (field) {
    case CustomField::Username:
        return row.rep.username;
    case CustomField::Password:
        return row.rep.password;
    case CustomField::Salutation:
        return row.rep.salutation;
    case CustomField::CourtesyTitle:
        return row.rep.courtesy_title;
    case CustomField::MiddleName:
        return row.rep.middle_name;
    case CustomField::Suffix:
        return row.rep.suffix;
    case CustomField::MemberId:
        return row.member.member_id;
    case CustomField::RepId:
        return row.rep.rep_id;
    case CustomField::MemberStatus:
        return row.status.description;
    case CustomField::MemberType:
        return row.member.type;
    case CustomField::JoinedDate:
        return row.member.joined ? format_date(*row.member.joined) : std::string();
    case CustomField::Mobile:
        return row.rep.mobile;
    case CustomField::Fax:
        return row.rep.fax;
    case CustomField::Website:
        return row.member.website;
    case CustomField::BillingRep:
        return row.rep.billing_rep ? "Yes" : "No";
    case CustomField::RepGroups:
        return joined_names(row.rep.groups, {});
    case CustomField::RepAttributes:
        return joined_names(row.rep.attributes, kUnsubscribedAttribute);
    }
    return {};
}

bool is_reserved_list_name(std::string_view group_name) {
    const std::string key = name_key(group_name);
    return key == name_key(kActiveMembersList) || key == name_key(kHoldingList);
}

std::string to_json(const Selections& selections) {
    json::Writer writer;
    writer.object();
    writer.member("list_groups", selections.list_groups);
    writer.member("custom_fields", selections.custom_fields);
    writer.member("member_filter", selections.member_filter.expressions());
    writer.member("rep_filter", selections.rep_filter.expressions());
    writer.end();
    return writer.take();
}

Result<Selections> selections_from_json(std::string_view text) {
    TRY_ASSIGN(const json::Document document, json::Document::parse(text));
    json::Problems problems;
    const json::Reader root(document, problems);
    if (!root.is_object()) {
        root.complain("the selections are an object");
    }
    const auto texts = [&](std::string_view key) {
        std::vector<std::string> values;
        root[key].each([&](const json::Reader& element) { values.push_back(element.required_text()); });
        return values;
    };
    Selections selections;
    selections.list_groups = texts("list_groups");
    selections.custom_fields = texts("custom_fields");
    const std::vector<std::string> member_filter = texts("member_filter");
    const std::vector<std::string> rep_filter = texts("rep_filter");
    if (!problems.empty()) {
        return fail(Code::Invalid, fmt::format("The selections cannot be read: {} {}.", problems.front().pointer,
                                               problems.front().message));
    }
    TRY_ASSIGN(selections.member_filter, Filter::parse(FilterKind::Member, member_filter));
    TRY_ASSIGN(selections.rep_filter, Filter::parse(FilterKind::Rep, rep_filter));
    return selections;
}

} // namespace muster::roster
