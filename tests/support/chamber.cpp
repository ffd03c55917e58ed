#include "support/chamber.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "roster/fields.hpp"

namespace muster::test {
namespace cc = constant_contact;
namespace {

class Watcher final : public sync::Observer {
  public:
    Watcher(const Chamber& chamber, const CancelToken& cancel) : chamber_(chamber), cancel_(cancel) {}
    void progress(const sync::Progress& progress) override {
        if (chamber_.on_progress) {
            chamber_.on_progress(progress, cancel_);
        }
    }

  private:
    const Chamber& chamber_;
    const CancelToken& cancel_;
};

/// Lets a test see each request, and end the run at it.
class HookedTransport final : public net::Transport {
  public:
    HookedTransport(net::Transport& inner, const Chamber& chamber) : inner_(inner), chamber_(chamber) {}
    tl::expected<net::Response, net::TransportError> send(const net::Request& request,
                                                          const CancelToken& cancel) override {
        if (chamber_.on_request) {
            chamber_.on_request(request, false);
        }
        auto answer = inner_.send(request, cancel);
        if (chamber_.on_request) {
            chamber_.on_request(request, true);
        }
        return answer;
    }

  private:
    net::Transport& inner_;
    const Chamber& chamber_;
};

template <class Record>
void set_fields(Record& record, Chamber::Fields fields) {
    for (const auto& [column, text] : fields) {
        const auto set = roster::set_field(record, column, text);
        ASSERT_TRUE(set) << column << ": " << set.error().message;
    }
}

} // namespace

Chamber::Chamber(sandbox::Options options)
    : service(std::move(options), clock, random),
      account(service.add_account("Main Street Chamber")),
      sealer(*Sealer::create(std::string(32, 'k'))),
      description_(contract::OpenApi::load()),
      watch_(description_) {
    const sandbox::Tokens tokens = service.issue_token(account);
    cc::Grant grant = MemoryGrants::good_grant(clock.now());
    grant.access_token = tokens.access_token;
    grant.refresh_token = tokens.refresh_token;
    grant.account_id = account;
    grant.account_name = "Main Street Chamber";
    grant.account_checked = true;
    EXPECT_TRUE(grants.store(grant).value_or(false));
    for (const roster::MemberStatus& status : roster::shipped_statuses()) {
        book.put_status(status);
    }
    book.set_now(clock.now());
}

Chamber::~Chamber() {
    for (const std::string& violation : watch_.violations()) {
        const bool is_answer = violation.find(" -> ") != std::string::npos;
        EXPECT_TRUE(service_lies && is_answer) << violation;
    }
}

void Chamber::member(const std::string& member_id, const std::string& status, Fields fields) {
    roster::Member record;
    record.member_id = member_id;
    record.company = "Company " + member_id;
    record.status = status;
    set_fields(record, fields);
    book.put_member(record);
}

void Chamber::rep(const std::string& rep_id, const std::string& member_id, const std::string& email,
                  Fields fields) {
    roster::Rep record;
    record.rep_id = rep_id;
    record.member_id = member_id;
    record.first_name = "First " + rep_id;
    record.last_name = "Last " + rep_id;
    record.email = email;
    set_fields(record, fields);
    book.put_rep(record);
}

void Chamber::set_rep(const std::string& rep_id, Fields fields) {
    auto record = book.find_rep(rep_id);
    ASSERT_TRUE(record) << rep_id;
    set_fields(*record, fields);
    book.put_rep(*record);
}

void Chamber::set_member(const std::string& member_id, Fields fields) {
    auto record = book.find_member(member_id);
    ASSERT_TRUE(record) << member_id;
    set_fields(*record, fields);
    book.put_member(*record);
}

sync::Report Chamber::run(const Ask& ask) {
    sync::RunRequest request;
    request.run_id = ask.run_id.empty() ? new_id(clock.now(), random) : ask.run_id;
    request.database = "Main";
    request.selections.list_groups = ask.groups;
    request.selections.custom_fields = ask.fields;
    request.selections.member_filter =
        roster::Filter::parse(roster::FilterKind::Member, ask.member_filters).value();
    request.selections.rep_filter = roster::Filter::parse(roster::FilterKind::Rep, ask.rep_filters).value();
    for (const auto& group : book.groups()) {
        request.groups.push_back(group.name);
    }
    request.preview = ask.preview;
    request.depth = ask.depth;
    request.confirmed_removals = ask.confirmed;
    request.all_people = ask.all_people;
    request.limits = ask.limits;
    request.undo = ask.undo;
    request.before_first_write = ask.before_first_write;

    const CancelToken cancel;
    SandboxTransport direct(service, &clock,
                            description_ && is_judged ? SandboxTransport::Watch(std::ref(watch_)) : nullptr);
    HookedTransport transport(direct, *this);
    cc::QuotaKeeper keeper(quota, clock, "sandbox-client", quota_limits);
    cc::AuthServer auth(transport, keeper, clock,
                        {"http://127.0.0.1:8900/oauth2/default/v1", "sandbox-client", "",
                         "contact_data account_read offline_access"});
    cc::TokenSource tokens(grants, auth, clock);
    cc::ClientOptions options;
    options.api_url = "http://127.0.0.1:8900/v3";
    cc::Client client(transport, tokens, keeper, clock, random, options, cancel);
    Watcher watcher(*this, cancel);
    clock.advance(std::chrono::minutes(10)); // runs are not in one moment
    const sync::Report report =
        sync::run(request, {book, stored, journal, client, auth, clock, random, sealer}, watcher, cancel);
    if (report.state == sync::RunState::Completed || report.state == sync::RunState::CompletedWithIssues) {
        expect_sound(report);
    }
    return report;
}

sync::Report Chamber::preview(Ask ask) {
    ask.preview = true;
    return run(ask);
}

sync::Report Chamber::undo(const sync::Report& undone, bool is_preview, std::unordered_set<std::string> settled) {
    return run({.preview = is_preview, .undo = sync::UndoOrder{undone, std::move(settled)}});
}

std::string Chamber::end_state() {
    std::vector<std::string> lines;
    for (const sandbox::Contact& found : service.contacts(account)) {
        std::string line = found.email.address + " " + std::string(sandbox::name_of(found.email.permission));
        line += found.deleted_at ? " deleted" : "";
        line += " | " + found.first_name + " | " + found.last_name + " | " + found.job_title + " | " +
                found.company_name + " |";
        for (const sandbox::FieldValue& value : found.custom_fields) {
            line += " " + value.value;
        }
        for (const sandbox::List& list : service.lists(account)) {
            line += found.is_on(list.id) ? " @" + list.name : "";
        }
        lines.push_back(std::move(line));
    }
    book.each_rep([&](const roster::Rep& rep) {
        lines.push_back(rep.rep_id + (has_attribute(rep.rep_id) ? " out" : " in"));
    });
    std::ranges::sort(lines);
    std::string text;
    for (const std::string& line : lines) {
        text += line + "\n";
    }
    return text;
}

sandbox::Contact Chamber::contact(const std::string& address) {
    const auto found = service.contact(account, address);
    EXPECT_TRUE(found) << address << " is not in the account";
    return found.value_or(sandbox::Contact{});
}

bool Chamber::has_attribute(const std::string& rep_id) {
    const auto record = book.find_rep(rep_id);
    EXPECT_TRUE(record) << rep_id;
    return record && std::ranges::find(record->attributes, std::string(roster::kUnsubscribedAttribute)) !=
                         record->attributes.end();
}

std::string Chamber::work_phone(const std::string& address) {
    const sandbox::Contact found = contact(address);
    for (const sandbox::Phone& phone : found.phones) {
        if (phone.kind == "work") {
            return phone.number;
        }
    }
    return "";
}

sync::Person person(const sync::Report& report, const std::string& wanted) {
    for (const sync::Person& person : report.people) {
        if (person.rep_id == wanted || person.email == wanted) {
            return person;
        }
    }
    ADD_FAILURE() << wanted << " is not among the people of the report";
    return {};
}

std::vector<std::string> issue_codes(const sync::Report& report) {
    std::vector<std::string> codes;
    for (const sync::Issue& issue : report.issues) {
        codes.push_back(issue.code);
    }
    return codes;
}

sync::ListReport list_of(const sync::Report& report, const std::string& name) {
    for (const sync::ListReport& list : report.lists) {
        if (list.name == name) {
            return list;
        }
    }
    ADD_FAILURE() << name << " is not among the lists of the report";
    return {};
}

void expect_sound(const sync::Report& report) {
    EXPECT_EQ(report.totals.selected, report.totals.sum()) << sync::to_json(report);
    EXPECT_EQ(report.opted_out_made_mailable, 0);
    EXPECT_EQ(report.calls_total == 0, report.calls_by_endpoint.empty());
}

} // namespace muster::test
