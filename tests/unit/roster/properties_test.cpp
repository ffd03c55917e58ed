#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "base/text.hpp"
#include "roster/fields.hpp"
#include "roster/filter.hpp"
#include "roster/order.hpp"
#include "roster/selections.hpp"
#include "support/properties.hpp"

namespace muster::roster {
namespace {

/// Short texts of characters that make trouble, so that equal and nearly equal ones are frequent.
rc::Gen<std::string> any_text() {
    const auto piece =
        rc::gen::element<std::string>("a", "A", "b", "é", "E\u0301", "ß", " ", ",", "\"", "\"\"", ";", "'", "=",
                                      "<=", "~", "\n", "\r\n", "\t", "כ", "漢", "𠮷", "😀");
    return rc::gen::map(rc::gen::resize(6, rc::gen::container<std::vector<std::string>>(piece)),
                        [](const std::vector<std::string>& pieces) { return join(pieces, ""); });
}

rc::Gen<std::vector<std::string>> some_texts() {
    return rc::gen::resize(4, rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(any_text())));
}

RosterRow any_row() {
    RosterRow row;
    row.member.company = *any_text();
    row.member.file_by = *any_text();
    row.member.status = *rc::gen::element<std::string>("ACT", "act", "DRP");
    row.rep.last_name = *any_text();
    row.rep.first_name = *any_text();
    row.rep.record_number = *rc::gen::inRange<std::int64_t>(1, 4);
    row.rep.groups = *rc::gen::resize(3, rc::gen::container<std::vector<std::string>>(any_text()));
    if (*rc::gen::arbitrary<bool>()) {
        row.member.joined =
            Date(std::chrono::year(2020), std::chrono::month(1), std::chrono::day(*rc::gen::inRange(1U, 5U)));
    }
    return row;
}

/// A criterion of a Rep Filter or a Member Filter that parses.
Criterion any_criterion(FilterKind kind) {
    const auto& fields = filter_fields(kind);
    const FilterField field = fields[*rc::gen::inRange<std::size_t>(0, fields.size())];
    Criterion criterion{std::string(field.name), *rc::gen::element(Operator::AnyOf, Operator::NoneOf), {}};
    if (field.kind == ValueKind::YesNo) {
        criterion.values = {*rc::gen::element<std::string>("yes", "no")};
    } else if (field.kind == ValueKind::Date) {
        criterion.op = *rc::gen::element(Operator::AnyOf, Operator::NoneOf, Operator::AtMost, Operator::AtLeast);
        criterion.values = {*rc::gen::element<std::string>("2020-01-02", "1/3/2020")};
    } else {
        criterion.values = *some_texts();
    }
    return criterion;
}

Filter filter_of(FilterKind kind, const std::vector<Criterion>& criteria) {
    std::vector<std::string> expressions;
    for (const Criterion& criterion : criteria) {
        expressions.push_back(criterion.text());
    }
    auto filter = Filter::parse(kind, expressions);
    RC_ASSERT(filter.has_value());
    return *filter;
}

RC_GTEST_PROP(OrderProperty, R4_IsAStrictOrderOfTheFoldedTexts, ()) {
    const RosterRow rows[] = {any_row(), any_row(), any_row()};
    const auto key = [&](int i) { return sort_key(rows[i].rep, rows[i].member); };
    const auto folded = [&](int i) {
        const Member& member = rows[i].member;
        return std::tuple(fold(trim(member.file_by).empty() ? member.company : member.file_by),
                          fold(rows[i].rep.last_name), fold(rows[i].rep.first_name), rows[i].rep.record_number);
    };
    for (int a = 0; a < 3; ++a) {
        RC_ASSERT(!(key(a) < key(a)));
        for (int b = 0; b < 3; ++b) {
            RC_ASSERT((key(a) < key(b)) == (folded(a) < folded(b)));
            RC_ASSERT((key(a) < key(b)) + (key(b) < key(a)) + (key(a) == key(b)) == 1);
        }
    }
    RC_ASSERT(!(key(0) < key(1) && key(1) < key(2)) || key(0) < key(2));
}

RC_GTEST_PROP(FilterProperty, R3_AnEmptyFilterSelectsEveryRow, ()) {
    const RosterRow row = any_row();
    RC_ASSERT(filter_of(FilterKind::Member, {}).accepts(row));
    RC_ASSERT(filter_of(FilterKind::Rep, {}).accepts(row));
}

RC_GTEST_PROP(FilterProperty, R3_AnotherValueNeverShrinksTheSelection, ()) {
    const RosterRow row = any_row();
    const std::string field = *rc::gen::element<std::string>("last_name", "first_name", "group");
    Criterion criterion{field, Operator::AnyOf, *some_texts()};
    const bool before = filter_of(FilterKind::Rep, {criterion}).accepts(row);
    criterion.values.insert(criterion.values.begin(), *any_text());
    RC_ASSERT(!before || filter_of(FilterKind::Rep, {criterion}).accepts(row));
}

RC_GTEST_PROP(FilterProperty, R3_AnotherCriterionNeverGrowsTheSelection, ()) {
    const RosterRow row = any_row();
    const FilterKind kind = *rc::gen::element(FilterKind::Member, FilterKind::Rep);
    std::vector<Criterion> criteria = {any_criterion(kind)};
    const bool before = filter_of(kind, criteria).accepts(row);
    criteria.push_back(any_criterion(kind));
    RC_ASSERT(before || !filter_of(kind, criteria).accepts(row));
}

RC_GTEST_PROP(FilterProperty, NoneOfIsTheOppositeOfAnyOf, ()) {
    const RosterRow row = any_row();
    const FilterKind kind = *rc::gen::element(FilterKind::Member, FilterKind::Rep);
    Criterion criterion = any_criterion(kind);
    criterion.op = Operator::AnyOf;
    const bool any = filter_of(kind, {criterion}).accepts(row);
    criterion.op = Operator::NoneOf;
    RC_ASSERT(any != filter_of(kind, {criterion}).accepts(row));
}

RC_GTEST_PROP(FilterProperty, AnyOfIsEqualityOfNameKeys, ()) {
    const RosterRow row = any_row();
    const std::vector<std::string> values = *some_texts();
    const bool expected = std::any_of(values.begin(), values.end(), [&](const std::string& value) {
        return name_key(value) == name_key(row.rep.last_name);
    });
    RC_ASSERT(filter_of(FilterKind::Rep, {{"last_name", Operator::AnyOf, values}}).accepts(row) == expected);
}

RC_GTEST_PROP(FilterProperty, ACriterionComesBackFromItsText, ()) {
    const FilterKind kind = *rc::gen::element(FilterKind::Member, FilterKind::Rep);
    const Criterion criterion = any_criterion(kind);
    const Filter filter = filter_of(kind, {criterion});
    RC_ASSERT(filter.criteria().size() == 1U);
    RC_ASSERT(filter.criteria().front() == criterion);
    RC_ASSERT(filter_of(kind, filter.criteria()) == filter);
}

RC_GTEST_PROP(FilterProperty, ATextToLookForComesBackFromItsText, ()) {
    const std::string wanted = *any_text();
    RC_PRE(!trim(wanted).empty());
    const Criterion criterion{"company", Operator::Contains, {wanted}};
    RC_ASSERT(filter_of(FilterKind::Member, {criterion}).criteria().front() == criterion);
}

template <class Record>
void comes_back(const std::vector<std::string_view>& columns, const Record& record) {
    Record copy;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string text = field_text(record, columns[i]);
        RC_ASSERT(set_field(copy, columns[i], text).has_value());
        RC_ASSERT(field_text(copy, columns[i]) == text);
    }
    RC_ASSERT(copy == record);
}

/// Fills every column with a text that it takes; one that it refuses stays as it was.
template <class Record>
Record any_record(const std::vector<std::string_view>& columns) {
    Record record;
    for (const std::string_view column : columns) {
        const std::string text = *rc::gen::oneOf(
            any_text(), rc::gen::element<std::string>("yes", "no", "2020-02-29", "12/31/1999", "M1", "x"));
        if (!set_field(record, column, text)) {
            const bool taken =
                set_field(record, column, "1").has_value() || set_field(record, column, "").has_value();
            RC_ASSERT(taken);
        }
    }
    return record;
}

RC_GTEST_PROP(FieldsProperty, EveryColumnOfAMemberComesBackFromItsText, ()) {
    comes_back(member_columns(), any_record<Member>(member_columns()));
}

RC_GTEST_PROP(FieldsProperty, EveryColumnOfARepComesBackFromItsText, ()) {
    comes_back(rep_columns(), any_record<Rep>(rep_columns()));
}

RC_GTEST_PROP(FieldsProperty, EveryColumnOfAStatusComesBackFromItsText, ()) {
    comes_back(status_columns(), any_record<MemberStatus>(status_columns()));
}

RC_GTEST_PROP(SelectionsProperty, ComeBackFromJson, ()) {
    Selections selections;
    selections.list_groups = *some_texts();
    selections.member_filter = filter_of(FilterKind::Member, {any_criterion(FilterKind::Member)});
    selections.rep_filter = filter_of(FilterKind::Rep, {any_criterion(FilterKind::Rep)});
    const auto read = selections_from_json(to_json(selections));
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == selections);
}

} // namespace
} // namespace muster::roster
