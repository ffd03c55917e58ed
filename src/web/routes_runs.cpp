// Previews and runs: started, watched, looked at; and one person explained.

#include <algorithm>

#include <fmt/format.h>

#include "app/history.hpp"
#include "app/start_update.hpp"
#include "app/why.hpp"
#include "web/call.hpp"
#include "web/page.hpp"
#include "web/present.hpp"
#include "web/run_events.hpp"
#include "web/selections_input.hpp"
#include "web/starting.hpp"

namespace muster::web {

namespace {

constexpr std::size_t kLongestId = 100;
constexpr std::size_t kLongestName = 255;
constexpr std::size_t kLongestGroup = 1020;
constexpr std::size_t kLongestSearch = 200;
constexpr std::size_t kLongestAddress = 320;
constexpr std::string_view kDepths[] = {"full", "quick"};
constexpr std::string_view kKinds[] = {"run", "preview"};
constexpr std::string_view kStates[] = {"running", "completed", "completed_with_issues", "needs_confirmation",
                                        "failed",  "cancelled", "quota_exhausted",       "not_connected",
                                        "busy"};

Answer list_runs(Call& call) {
    auto query = call.query({"offset", "limit", "state", "kind", "started_by"});
    const PageAsked asked = read_page(query);
    store::RunFilter filter;
    if (const auto state = query.choice("state", kStates)) {
        filter.states = {*sync::run_state_from(kStates[*state])};
    }
    if (const auto kind = query.choice("kind", kKinds)) {
        filter.preview = kKinds[*kind] == "preview";
    }
    filter.started_by = query.text("started_by", kLongestName).value_or("");
    TRY(query.check());
    const auto page =
        app::list_runs(call.installation(), call.database(), filter,
                       {static_cast<std::size_t>(asked.offset), static_cast<std::size_t>(asked.limit)});
    json::Writer writer;
    write_page(writer, page.total, asked.offset, page.rows,
               [](json::Writer& to, const sync::RunSummary& run) { write(to, run); });
    return json_answer(writer);
}

/// What a person asks to start; exactly one of the ways.
struct Order {
    std::optional<app::SelectionTexts> selections;
    bool is_automatic = false;
    std::optional<std::pair<std::string, std::int64_t>> confirm;
    std::optional<std::string> retry;
    std::optional<std::string> undo;
    bool preview = false;
    sync::Depth depth = sync::Depth::Full;
    std::string previewed;
};

Order read_order(const json::Reader& root) {
    const Fields fields(root,
                        {"selections", "automatic", "preview", "depth", "previewed", "confirm", "retry", "undo"});
    Order order;
    order.is_automatic = fields.yes_no("automatic").value_or(false);
    order.preview = fields.yes_no("preview").value_or(false);
    order.depth = fields.choice("depth", kDepths) == 1U ? sync::Depth::Quick : sync::Depth::Full;
    order.previewed = fields.text("previewed", kLongestId).value_or("");
    order.retry = fields.text("retry", kLongestId);
    order.undo = fields.text("undo", kLongestId);
    if (fields.has("selections")) {
        order.selections = read_selections(fields["selections"]);
    }
    if (fields.has("confirm")) {
        const Fields confirm(fields["confirm"], {"run_id", "removals"});
        order.confirm.emplace(confirm.required_text("run_id", kLongestId),
                              confirm.required_number("removals", 0, INT64_MAX));
    }
    const int ways = (order.selections ? 1 : 0) + (order.is_automatic ? 1 : 0) + (order.confirm ? 1 : 0) +
                     (order.retry ? 1 : 0) + (order.undo ? 1 : 0);
    if (ways != 1) {
        root.complain("Exactly one of selections, automatic, confirm, retry and undo is needed.");
    }
    if (order.preview && (order.confirm || order.retry)) {
        fields["preview"].complain("A confirmation or a retry is always a run.");
    }
    return order;
}

app::Started<std::string> start(Call& call, const Order& order, const app::Starter& by) {
    auto& installation = call.installation();
    auto& runner = call.office().runner();
    const auto database = call.database();
    if (order.confirm) {
        return app::start_confirmed(installation, runner, database,
                                    {by, order.confirm->first, order.confirm->second});
    }
    if (order.retry) {
        return app::start_repeat(installation, runner, database, {by, *order.retry, order.previewed});
    }
    if (order.undo) {
        return app::start_undo(installation, runner, database, {by, *order.undo, order.preview, order.previewed});
    }
    if (order.is_automatic) {
        return app::start_automatic(installation, runner, database, {by, order.preview, order.previewed});
    }
    return app::start_update(installation, runner, database,
                             {by, *order.selections, order.preview, order.depth, order.previewed});
}

Answer start_run(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    const Order order = read_order(body.root());
    TRY(body.check());
    if (order.confirm) {
        TRY(call.require_fresh()); // R26: somebody takes people off a list
    }
    const app::Starter by{.name = call.who().user.name, .may_send_passwords = may_send_passwords(call)};
    const auto started = start(call, order, by);
    if (!started) {
        return tl::unexpected(to_problem(call, started.error()));
    }
    call.note(*started, order.confirm ? fmt::format("{} removals confirmed", order.confirm->second)
                        : order.undo  ? fmt::format("undo of {}", *order.undo)
                                      : "");
    if (order.preview) {
        call.note_nothing();
    }
    json::Writer writer;
    writer.object().member("run_id", *started).end();
    return json_answer(writer, 202);
}

Answer get_run(Call& call) {
    TRY_ASSIGN(const auto view,
               app::view_run(call.installation(), call.office().board(), call.database(), call.value("run_id")));
    json::Writer writer;
    write(writer, view, call.may(staff::Role::Operator) ? MayOperate::Yes : MayOperate::No,
          call.installation().clock().now());
    return json_answer(writer);
}

Answer cancel_run(Call& call) {
    TRY(call.office().runner().cancel(call.database(), call.value("run_id"), call.who().user.name));
    call.note(call.value("run_id"));
    return no_content(202);
}

Answer watch_run(Call& call) {
    if (call.request().method == "HEAD") {
        return no_content();
    }
    TRY_ASSIGN(auto events, call.events().watch({.session_id = call.who().session.id,
                                                 .database = call.database(),
                                                 .run_id = call.value("run_id"),
                                                 .seen = last_event_id(call.request())}));
    net::Response response;
    response.events = std::move(events);
    return response;
}

Answer list_run_people(Call& call) {
    static const auto tabs = [] {
        std::vector<std::string_view> words;
        for (const auto& [tab, word] : store::kTabs) {
            words.push_back(word);
        }
        return words;
    }();
    auto query = call.query({"offset", "limit", "search", "tab", "list"});
    const PageAsked asked = read_page(query);
    store::PersonFilter filter;
    filter.search = query.text("search", kLongestSearch).value_or("");
    filter.list = query.text("list", kLongestGroup).value_or("");
    if (const auto tab = query.choice("tab", tabs)) {
        filter.tab = store::kTabs.at(*tab).first;
    }
    TRY(query.check());
    TRY_ASSIGN(const auto page,
               app::list_people(call.installation(), call.database(), call.value("run_id"), filter,
                                {static_cast<std::size_t>(asked.offset), static_cast<std::size_t>(asked.limit)}));
    json::Writer writer;
    write_page(writer, page.total, asked.offset, page.rows,
               [](json::Writer& to, const sync::Person& person) { write(to, person); });
    return json_answer(writer);
}

Answer list_run_issues(Call& call) {
    auto query = call.query({"offset", "limit"});
    const PageAsked asked = read_page(query);
    TRY(query.check());
    TRY_ASSIGN(const auto page,
               app::list_issues(call.installation(), call.database(), call.value("run_id"), "",
                                {static_cast<std::size_t>(asked.offset), static_cast<std::size_t>(asked.limit)}));
    json::Writer writer;
    write_page(writer, page.total, asked.offset, page.rows,
               [](json::Writer& to, const sync::Issue& issue) { write(to, issue); });
    return json_answer(writer);
}

Answer export_run(Call& call) {
    std::string csv;
    TRY(app::write_run_csv(call.installation(), call.database(), call.value("run_id"),
                           [&](std::string_view piece) -> Result<void> {
                               csv += piece;
                               return {};
                           }));
    call.note(call.value("run_id"));
    return csv_answer(std::move(csv), fmt::format("run-{}.csv", call.value("run_id")));
}

Answer explain_person(Call& call) {
    auto query = call.query({"address"});
    const auto address = query.required_text("address", kLongestAddress);
    TRY(query.check());
    TRY_ASSIGN(const auto explanation, app::explain_address(call.installation(), call.database(), address));
    json::Writer writer;
    write(writer, explanation);
    return json_answer(writer);
}

/// Lifts R14; nothing is sent, the next run does it.
Answer put_person_back(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    const Fields fields(body.root(), {"address", "list"});
    const auto address = fields.required_text("address", kLongestAddress);
    const auto list = fields.text("list", kLongestGroup).value_or("");
    TRY(body.check());
    TRY_ASSIGN(const auto lifted, app::put_back(call.installation(), call.database(), address, list));
    call.note("", fmt::format("{} {}", lifted, lifted == 1 ? "list" : "lists"));
    json::Writer writer;
    writer.object().member("lists", lifted).end();
    return json_answer(writer);
}

} // namespace

std::vector<Route> run_routes() {
    using enum Access;
    using enum Content;
    return {
        {"GET", "/databases/{database}/runs", "listRuns", Viewer, list_runs},
        {"POST", "/databases/{database}/runs", "startRun", Operator, start_run, "sync", Json,
         FreshSignIn::Sometimes},
        {"GET", "/databases/{database}/runs/{run_id}", "getRun", Viewer, get_run},
        {"POST", "/databases/{database}/runs/{run_id}/cancel", "cancelRun", Operator, cancel_run, "run.cancel"},
        {"GET", "/databases/{database}/runs/{run_id}/events", "watchRun", Viewer, watch_run},
        {"GET", "/databases/{database}/runs/{run_id}/people", "listRunPeople", Viewer, list_run_people},
        {"GET", "/databases/{database}/runs/{run_id}/issues", "listRunIssues", Viewer, list_run_issues},
        {"GET", "/databases/{database}/runs/{run_id}/csv", "exportRun", Operator, export_run, "runs.export", None,
         FreshSignIn::Always},
        {"GET", "/databases/{database}/people", "explainPerson", Viewer, explain_person},
        {"POST", "/databases/{database}/people/put-back", "putPersonBack", Operator, put_person_back, "put-back",
         Json},
    };
}

} // namespace muster::web
