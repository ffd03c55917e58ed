#include "store/list_view_keys.hpp"

#include <algorithm>

#include "base/email.hpp"
#include "base/text.hpp"
#include "store/list_view.hpp"
#include "store/record_rows.hpp"

namespace muster::store {

namespace {

/// What the rows hold; a change of it, or of how texts are folded, makes every store fill them again.
constexpr std::string_view kForm = "1";
constexpr std::string_view kFormRow = "list_rows";

/// In code points; longer texts are equal from there on.
constexpr std::size_t kSortedLength = 80;
constexpr std::size_t kSearchedLength = 200;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// `text` is folded.
void append_words(std::string& target, std::string_view text) {
    bool is_first = true;
    while (!(text = trim(text)).empty()) {
        const auto end = std::min(text.find_first_of(" \t\r\n\v\f"), text.size());
        target.append(is_first ? "" : " ").append(text.substr(0, end));
        text.remove_prefix(end);
        is_first = false;
    }
}

std::string like_pattern(std::string_view text) {
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') {
            pattern += '\\';
        }
        pattern += c;
    }
    return pattern += '%';
}

std::string date_text(const std::optional<Date>& date) { return date ? format_date(*date) : std::string(); }

void fill_database(Session& session, DatabaseId database) {
    const Names attributes(session, database, kMemberAttribute);
    roster::Member member;
    auto rows = session["list_view.members"].query({database.number});
    while (rows.next()) {
        read_member(rows, attributes, member);
        const MemberFacts facts{member.member_id, member.record_number, rows.copy(17),
                                member.company,   member.status,        member.address.city};
        write_member_list_row(session, database, member, facts);
        rewrite_reps_of(session, database, facts);
    }
}

bool has_form(Session& session) {
    auto row = session["installation.get"].query({kFormRow});
    return row.next() && row.text(0) == kForm;
}

} // namespace

std::string natural_key(std::string_view id) {
    const std::string folded = fold(cut(trim(id), kSortedLength));
    std::string key;
    for (std::size_t at = 0; at < folded.size();) {
        if (!is_digit(folded[at])) {
            key += folded[at++];
            continue;
        }
        const auto begin = std::min(folded.find_first_not_of('0', at), folded.size());
        auto end = begin;
        while (end < folded.size() && is_digit(folded[end])) {
            ++end;
        }
        const auto length = end - begin; // at most kSortedLength, so two digits
        key += static_cast<char>('0' + length / 10);
        key += static_cast<char>('0' + length % 10);
        key.append(folded, begin, length);
        at = end;
    }
    return key;
}

std::string sort_text(std::string_view text) { return fold(cut(trim(text), kSortedLength)); }

std::string search_text(const std::vector<std::string_view>& pieces) {
    std::string text;
    for (const auto piece : pieces) {
        append_words(text.empty() ? text : text += '\n', fold(cut(trim(piece), kSearchedLength)));
    }
    return text;
}

std::vector<std::string> search_patterns(std::string_view search) {
    std::string words;
    append_words(words, fold(cut(trim(search), kSearchedLength)));
    std::vector<std::string> patterns;
    std::string_view rest = words;
    while (!rest.empty()) {
        const bool is_last = patterns.size() + 1 == kMostSearchWords;
        const auto end = is_last ? rest.size() : std::min(rest.find(' '), rest.size());
        patterns.push_back(like_pattern(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    patterns.resize(kMostSearchWords);
    return patterns;
}

void write_rep_list_row(Session& session, DatabaseId database, const roster::Rep& rep, const MemberFacts& member,
                        ListRow row) {
    const std::string last = fold(rep.last_name);
    const std::string first = fold(rep.first_name);
    session[row == ListRow::New ? "rep_list.add" : "rep_list.put"].run(
        {database.number, rep.record_number, member.record_number, member.status_key,
         search_text({rep.first_name, rep.last_name, member.company, rep.email, rep.rep_id, member.member_id}),
         member.filed_under, last + '\t' + first, first + '\t' + last, natural_key(rep.rep_id),
         natural_key(member.member_id), sort_text(rep.job_title), sort_text(rep.email), sort_text(rep.phone),
         sort_text(rep.address.is_blank() ? member.city : rep.address.city), rep.billing_rep,
         parse_email(rep.email).has_value(), to_micros(rep.updated)});
}

void write_member_list_row(Session& session, DatabaseId database, const roster::Member& member,
                           const MemberFacts& facts) {
    session["member_list.put"].run(
        {database.number, facts.record_number, facts.status_key,
         search_text({member.company, member.file_by, member.member_id}), facts.filed_under,
         sort_text(member.company), natural_key(member.member_id), sort_text(member.type),
         sort_text(member.address.city), sort_text(member.address.state), sort_text(member.phone),
         sort_text(member.website), date_text(member.joined), date_text(member.dropped)});
}

void rewrite_reps_of(Session& session, DatabaseId database, const MemberFacts& member) {
    roster::Rep rep;
    auto rows = session["rep_list.of_member"].query({database.number, member.record_number});
    while (rows.next()) {
        rep.record_number = rows.number(0);
        rep.rep_id.assign(rows.text(1));
        rep.first_name.assign(rows.text(2));
        rep.last_name.assign(rows.text(3));
        rep.job_title.assign(rows.text(4));
        rep.email.assign(rows.text(5));
        rep.phone.assign(rows.text(6));
        rep.address = {rows.copy(7), rows.copy(8), rows.copy(9), rows.copy(10), rows.copy(11), rows.copy(12)};
        rep.billing_rep = rows.flag(13);
        rep.updated = from_micros(rows.number(14));
        write_rep_list_row(session, database, rep, member);
    }
}

void fill_list_rows(Core& core) {
    if (Session session(core, db::Access::Read); has_form(session)) {
        return;
    }
    write(core, [](Session& session) {
        if (has_form(session)) {
            return; // another process was faster
        }
        for (const auto database : all_databases(session)) {
            fill_database(session, database);
        }
        session["installation.put"].run({kFormRow, kForm});
    });
}

} // namespace muster::store
