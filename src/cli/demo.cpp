#include "cli/demo.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "app/connection.hpp"
#include "app/databases.hpp"
#include "app/records.hpp"
#include "app/transfer.hpp"
#include "app/update_contacts.hpp"
#include "base/starters.hpp"
#include "cli/present.hpp"
#include "cli/report_text.hpp"
#include "cli/sandbox_host.hpp"
#include "cli/serving.hpp"

namespace muster::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char* kChamber = "Sample Chamber";
constexpr std::chrono::milliseconds kJobTakes{400}; // a bulk job is never done at once
constexpr std::size_t kListsChosen = 3;
constexpr const char* kNewRep = "DEMO-1";
constexpr const char* kNewAddress = "nora.newcomer@example.org";

/// The report without what was as it is before: only who was touched.
sync::Report only_changes(sync::Report report) {
    std::erase_if(report.people, [](const sync::Person& person) {
        return person.outcome != sync::Outcome::Created && person.outcome != sync::Outcome::Updated &&
               person.outcome != sync::Outcome::HeldBackUnsubscribed &&
               person.outcome != sync::Outcome::RemovedFromList;
    });
    report.issues.clear();
    return report;
}

/// A folder that goes away with the demo, unless it is to be kept.
class Stage {
  public:
    static Result<Stage> set_up(const std::string& keep) {
        std::error_code error;
        if (!keep.empty()) {
            if (!fs::create_directories(keep, error) || error) {
                return fail(
                    Code::Invalid,
                    fmt::format("The folder {} cannot be made, or is there already. Name a new one.", keep));
            }
            return Stage(fs::absolute(keep), true);
        }
        std::string name = (fs::temp_directory_path(error) / "muster-demo-XXXXXX").string();
        if (error || ::mkdtemp(name.data()) == nullptr) {
            return fail(Code::Unavailable, "There is no room for the demo's temporary folder.");
        }
        return Stage(name, false);
    }
    Stage(Stage&& other) noexcept : folder_(std::move(other.folder_)), stays_(std::exchange(other.stays_, true)) {}
    Stage& operator=(Stage&&) = delete;
    ~Stage() {
        if (!stays_) {
            std::error_code ignored;
            fs::remove_all(folder_, ignored);
        }
    }
    [[nodiscard]] std::string file(const char* name) const { return (folder_ / name).string(); }
    [[nodiscard]] std::string folder() const { return folder_.string(); }

  private:
    Stage(fs::path folder, bool stays) : folder_(std::move(folder)), stays_(stays) {}
    fs::path folder_;
    bool stays_;
};

class Demo {
  public:
    Demo(Session& session, const Stage& stage, SandboxHost& host, app::Installation& installation)
        : session_(session), console_(session.console()), stage_(stage), host_(host), installation_(installation) {}

    Result<Exit> play() {
        TRY(bring_in_records());
        TRY(connect());
        TRY(preview());
        TRY(first_run());
        TRY(quiet_run());
        TRY(change_things());
        TRY(third_run());
        say_how_to_go_on();
        auto writer = begin_document();
        writer.key("runs").array();
        for (const auto& report : reports_) {
            writer.raw(sync::to_json(report));
        }
        console_.document(writer.end().end().text());
        return Exit::Done;
    }

  private:
    Result<void> step(std::string_view heading) {
        if (number_ > 0 && console_.can_ask()) {
            TRY(console_.ask("\nPress Enter to go on. "));
        }
        console_.say(fmt::format("\n=== {}. {} ===\n", ++number_, heading));
        return {};
    }

    Result<void> bring_in_records();
    Result<void> connect();
    Result<void> preview();
    Result<void> first_run();
    Result<void> quiet_run();
    Result<void> change_things();
    Result<void> third_run();
    void say_how_to_go_on();

    Result<sync::Report> run(bool preview_only);
    [[nodiscard]] Result<void> expect(bool holds, std::string_view what) const {
        return holds ? Result<void>() : fail(Code::Failed, fmt::format("The demo went wrong: {}.", what));
    }

    Session& session_;
    Console& console_;
    const Stage& stage_;
    SandboxHost& host_;
    app::Installation& installation_;
    int number_ = 0;
    store::DatabaseId database_;
    roster::Selections selections_;
    std::vector<sync::Report> reports_; // of the three runs
    std::string opted_out_;             // address
    std::string dropped_;               // member_id
};

Result<void> Demo::bring_in_records() {
    TRY(step("A chamber's records come in as CSV files"));
    TRY_ASSIGN(const auto invented, app::add_database(installation_, "Invented"));
    TRY(app::make_sample(installation_, invented.id, {}));
    const exchange::ExportFiles files{stage_.file("statuses.csv"), stage_.file("members.csv"),
                                      stage_.file("reps.csv")};
    TRY(app::export_records(installation_, invented.id, files, {.with_passwords = true}));
    TRY(app::remove_database(installation_, "Invented", "Invented"));
    TRY_ASSIGN(const auto database, app::add_database(installation_, kChamber));
    database_ = database.id;
    console_.say(fmt::format(
        "$ muster database add \"{0}\"\n$ muster import --database \"{0}\" --statuses statuses.csv --members "
        "members.csv --reps reps.csv\n",
        kChamber));
    ProgressLine progress(console_, session_.clock());
    const auto show = [&](std::string_view file, std::uint64_t done, std::uint64_t in_all) {
        progress.show(fmt::format("Reading {}", fs::path(file).filename().string()),
                      static_cast<std::int64_t>(done), static_cast<std::int64_t>(in_all));
    };
    exchange::ImportOptions options;
    options.progress = show;
    TRY_ASSIGN(const auto result,
               app::import_records(installation_, database_, {files.statuses, files.members, files.reps},
                                   std::move(options), session_.cancel()));
    TRY(expect(result.kept, "its CSV files were not taken"));
    for (const auto& file : result.summary.files) {
        console_.say(
            fmt::format("{}: {} rows, {} new.", fs::path(file.file).filename().string(), file.rows, file.created));
    }
    return {};
}

Result<void> Demo::connect() {
    TRY(step("The database is connected to its Constant Contact account"));
    console_.say(fmt::format("$ muster connect --database \"{}\"\n", kChamber));
    TRY_ASSIGN(const auto connected, app::connect(
                                         installation_, database_, std::string(kCommandLineStarter),
                                         [&](const constant_contact::DevicePrompt& prompt) {
                                             console_.say(fmt::format("Open {} and type the code {}.",
                                                                      prompt.verification_uri, prompt.user_code));
                                             console_.say("(In the demo the sandbox allows it by itself.)");
                                         },
                                         session_.cancel()));
    console_.say(
        fmt::format("Connected to the account \"{}\" ({}).", connected.account_name, connected.account_id));
    return {};
}

Result<sync::Report> Demo::run(bool preview_only) {
    app::UpdateRequest request;
    request.selections = selections_;
    request.preview = preview_only;
    RunProgress progress(console_, session_.clock());
    TRY_ASSIGN(auto report, app::update_contacts(installation_, database_, request, progress, session_.cancel()));
    if (report.state == sync::RunState::Cancelled) {
        return fail(Code::Cancelled, "Stopped.");
    }
    const bool is_done =
        report.state == sync::RunState::Completed || report.state == sync::RunState::CompletedWithIssues;
    TRY(expect(is_done, report.message.empty() ? "a run did not complete" : report.message));
    return report;
}

Result<void> Demo::preview() {
    TRY(step("A preview says what a run would do"));
    TRY_ASSIGN(auto groups, app::list_groups(installation_, database_));
    std::sort(groups.begin(), groups.end(),
              [](const auto& a, const auto& b) { return a.reps != b.reps ? a.reps > b.reps : a.name < b.name; });
    app::SelectionTexts texts;
    for (const auto& group : groups) {
        if (texts.list_groups.size() < kListsChosen && !roster::is_reserved_list_name(group.name)) {
            texts.list_groups.push_back(group.name);
        }
    }
    texts.custom_fields = {"Member ID", "Member Status", "Username"};
    TRY_ASSIGN(selections_, app::make_selections(installation_, database_, texts));
    std::string command = fmt::format("$ muster sync --database \"{}\" --dry-run", kChamber);
    for (const auto& group : selections_.list_groups) {
        command += fmt::format(" --list-group \"{}\"", group);
    }
    for (const auto& field : selections_.custom_fields) {
        command += fmt::format(" --custom-field \"{}\"", field);
    }
    console_.say(command + "\n");
    TRY_ASSIGN(const auto report, run(true));
    console_.say(report_text(report, 3));
    return {};
}

Result<void> Demo::first_run() {
    TRY(step("The run does it"));
    TRY_ASSIGN(auto report, run(false));
    const std::string words = sync::to_words(report);
    console_.say(words.substr(0, words.find_last_not_of('\n') + 1));
    TRY(expect(report.totals.created > 0, "the first run created nobody"));
    reports_.push_back(std::move(report));
    return {};
}

Result<void> Demo::quiet_run() {
    TRY(step("A second run finds nothing to do"));
    TRY_ASSIGN(auto report, run(false));
    console_.say(fmt::format("{} Contacts are as they should be. {} API calls, {} of them writes.",
                             report.totals.unchanged, report.calls_total, report.calls_writes));
    TRY(expect(report.calls_writes == 0, "the second run wrote something"));
    reports_.push_back(std::move(report));
    return {};
}

Result<void> Demo::change_things() {
    TRY(step("Three things change"));
    const auto& accounts = host_.sandbox().accounts();
    TRY(expect(!accounts.empty(), "the sandbox has no account"));
    const auto account = accounts.front().id;
    TRY_ASSIGN(const auto reps, app::list_reps(installation_, database_, {{"active=yes"}, {"has_email=yes"}}));
    for (const auto& row : reps) {
        const auto contact = host_.sandbox().contact(account, row.rep.email);
        const bool is_usable = contact && !contact->is_unsubscribed() && !contact->lists.empty();
        if (is_usable && opted_out_.empty()) {
            opted_out_ = row.rep.email;
            console_.say(
                fmt::format("- {} <{}> unsubscribes in Constant Contact.", row.rep.display_name(), row.rep.email));
            TRY(host_.sandbox().opt_out(account, row.rep.email));
        } else if (is_usable && row.rep.email != opted_out_) {
            dropped_ = row.member.member_id;
            console_.say(fmt::format("- {} is dropped:  muster member set {} --database \"{}\" status=DRP",
                                     row.member.company, dropped_, kChamber));
            TRY(app::edit_member(installation_, database_, app::EditMode::Set, dropped_, {{"status", "DRP"}}));
            break;
        }
    }
    TRY(expect(!dropped_.empty(), "there was nobody to change"));
    const auto other =
        std::find_if(reps.begin(), reps.end(), [&](const auto& row) { return row.member.member_id != dropped_; });
    TRY(expect(other != reps.end(), "there is only one Member"));
    TRY(app::edit_rep(installation_, database_, app::EditMode::Add, kNewRep,
                      {{"member_id", other->member.member_id},
                       {"first_name", "Nora"},
                       {"last_name", "Newcomer"},
                       {"email", kNewAddress},
                       {"groups", selections_.list_groups.empty() ? "" : selections_.list_groups.front()}}));
    console_.say(fmt::format("- {} has a new Rep:  muster rep add {} --database \"{}\" first_name=Nora …",
                             other->member.company, kNewRep, kChamber));
    return {};
}

Result<void> Demo::third_run() {
    TRY(step("A third run handles each of them"));
    TRY_ASSIGN(auto report, run(false));
    console_.say(report_text(only_changes(report), 3));
    const auto of = [&](sync::Outcome outcome, const std::string& rep_id) {
        return std::any_of(report.people.begin(), report.people.end(), [&](const sync::Person& person) {
            return person.outcome == outcome && (rep_id.empty() || person.rep_id == rep_id);
        });
    };
    const bool is_taken_off =
        std::any_of(report.lists.begin(), report.lists.end(), [](const auto& list) { return list.removed > 0; });
    TRY(expect(report.attribute_assigned > 0 && report.totals.held_back_unsubscribed > 0,
               "the opt-out was not brought back"));
    TRY(expect(is_taken_off, "nobody came off Active Members"));
    TRY(expect(of(sync::Outcome::Created, kNewRep), "the new Rep has no Contact"));
    TRY(expect(report.opted_out_made_mailable == 0, "an opted-out address was made mailable"));
    console_.say(fmt::format(
        "\n- {} has the attribute \"Unsubscribed from CC\" now, and nothing was sent for this address.\n"
        "- The Reps of the dropped Member are off Active Members; their Contacts stay.\n"
        "- The new Rep has a Contact, on Active Members and on {}.",
        opted_out_, selections_.list_groups.empty() ? "no list" : selections_.list_groups.front()));
    reports_.push_back(std::move(report));
    return {};
}

void Demo::say_how_to_go_on() {
    console_.say(
        "\n=== How to go on with your own files ===\n\n"
        "In one terminal:    muster sandbox      (it prints three lines to copy into the other one)\n"
        "In another one:     muster database add \"My Chamber\"\n"
        "                    muster import --database \"My Chamber\" --members members.csv --reps reps.csv\n"
        "                    muster connect --database \"My Chamber\"\n"
        "                    muster sync --database \"My Chamber\" --dry-run\n"
        "                    muster sync --database \"My Chamber\"\n"
        "Every command has a help: muster sync --help");
}

} // namespace

Result<Exit> run_demo(Session& session, const DemoOptions& wanted) {
    TRY_ASSIGN(const auto stage, Stage::set_up(wanted.keep));
    sandbox::Options options;
    options.first_account = kChamber;
    options.switches.auto_grant = sandbox::OnOff::On;
    options.switches.device_interval = 1;
    options.activity_delay = kJobTakes;
    TRY_ASSIGN(const auto host,
               SandboxHost::start({"127.0.0.1", 0}, std::move(options), session.clock(), session.random()));
    app::Settings settings;
    settings.store = "sqlite:" + stage.file("muster.db");
    settings.key_file = stage.file("muster.key");
    settings.ctct_api_url = host->api_url();
    settings.ctct_auth_url = host->auth_url();
    settings.ctct_client_id = std::string(kSandboxClientId);
    TRY_ASSIGN(const auto installation,
               app::Installation::open(std::move(settings), {session.clock(), session.random()}));
    session.console().say(
        fmt::format("A local Constant Contact runs at {}/ for as long as the demo does. Store and CSV files are in "
                    "{}{}.",
                    host->url(), stage.folder(), wanted.keep.empty() ? " until its end" : ", and stay there"));
    TRY_ASSIGN(const auto exit, Demo(session, stage, *host, *installation).play());
    if (session.console().can_ask()) {
        TRY(keep_demo_open(session, *installation, wanted.address, host->url()));
    }
    return exit;
}

} // namespace muster::cli
