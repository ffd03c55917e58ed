#include "app/metrics.hpp"

#include <algorithm>
#include <chrono>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "base/starters.hpp"

namespace muster::app {

namespace {

using prometheus::Labels;
using Counts = prometheus::Family<prometheus::Counter>;

constexpr const char* kNotBegun = "not_begun";

double seconds(Microseconds duration) { return std::chrono::duration<double>(duration).count(); }

/// From one call of a quiet run to the longest that a run may take.
const prometheus::Histogram::BucketBoundaries& durations() {
    static const prometheus::Histogram::BucketBoundaries bounds{1, 5, 15, 60, 300, 900, 3600, 14400};
    return bounds;
}

const char* kind_of(const sync::Report& report) {
    if (report.preview) {
        return "preview";
    }
    return report.undo_of.empty() ? "update" : "undo";
}

/// Whoever is no program is "staff": a name is nobody's business here.
const char* trigger_of(const sync::Report& report) {
    if (report.started_by == kScheduleStarter) {
        return "schedule";
    }
    return report.started_by == kCommandLineStarter ? "command_line" : "staff";
}

std::string fate_of(const tl::expected<net::Response, net::TransportError>& answer) {
    if (answer) {
        return std::to_string(answer->status);
    }
    return answer.error().kind == net::TransportError::Kind::NoAnswer ? "no_answer" : "not_sent";
}

void set(prometheus::Registry& registry, const char* name, const char* help, double value,
         const Labels& labels = {}) {
    prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add(labels).Set(value);
}

void set_each(prometheus::Registry& registry, const char* name, const char* help, const std::string& label,
              const std::map<std::string, std::int64_t>& values) {
    for (const auto& [word, value] : values) {
        set(registry, name, help, static_cast<double>(value), {{label, word}});
    }
}

void set_load(prometheus::Registry& registry, const char* kind, const net::WorkerLoad& load) {
    const Labels labels{{"kind", kind}};
    set(registry, "muster_runs_under_way", "Runs or previews at work in this process.",
        static_cast<double>(load.busy), labels);
    set(registry, "muster_runs_waiting", "Runs or previews that wait for a place in this process.",
        static_cast<double>(load.waiting), labels);
}

void set_store(prometheus::Registry& registry, const StoreFigures& store) {
    if (store.quota) {
        const Labels key{{"key", store.quota->key}};
        const auto left = std::max<std::int64_t>(store.quota->limit - store.quota->used, 0);
        set(registry, "muster_quota_used_today", "API calls of the UTC day, by digest of the API key.",
            static_cast<double>(store.quota->used), key);
        set(registry, "muster_quota_left_today", "API calls that the UTC day still has, by digest of the API key.",
            static_cast<double>(left), key);
    }
    set_each(registry, "muster_updates_due", "Scheduled updates that are due and not begun.", "state", store.due);
    set(registry, "muster_updates_late", "Scheduled updates that have been due for more than an hour.",
        static_cast<double>(store.late));
    set(registry, "muster_databases", "Databases of the installation.", static_cast<double>(store.databases));
    set_each(registry, "muster_databases_with_problem", "Databases in which somebody has to see to something.",
             "problem", store.problems);
    set(registry, "muster_notices_undelivered", "Deliveries of notices that wait for an attempt.",
        static_cast<double>(store.deliveries_waiting));
}

} // namespace

/// The families belong to the registry.
struct Metrics::Counters {
    prometheus::Registry registry;
    Counts& runs;
    prometheus::Family<prometheus::Histogram>& took;
    Counts& people;
    Counts& made_mailable;
    Counts& calls;
    Counts& deliveries;
    Counts& requests;
    Counts& lost;

    Counts& counts(const char* name, const char* help) {
        return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
    }

    Counters()
        : runs(counts("muster_runs_total", "Runs, previews and undos that have ended.")),
          took(prometheus::BuildHistogram()
                   .Name("muster_run_duration_seconds")
                   .Help("How long runs, previews and undos took.")
                   .Register(registry)),
          people(counts("muster_people_total", "What became of people in runs.")),
          made_mailable(counts("muster_opted_out_made_mailable_total",
                               "Opted-out addresses that a run made mailable: 0, or there is a mistake.")),
          calls(counts("muster_service_calls_total", "Requests to Constant Contact, by what came back.")),
          deliveries(counts("muster_notice_deliveries_total", "Attempts to deliver notices.")),
          requests(counts("muster_http_requests_total", "Requests that the back office answered.")),
          lost(counts("muster_store_lost_total", "Times that the store could not be read or written.")) {}
};

Metrics::Metrics(Instant started) : counters_(std::make_unique<Counters>()) {
    set(counters_->registry, "muster_build_info", "Always 1; the version is its label.", 1,
        {{"version", MUSTER_VERSION}});
    set(counters_->registry, "process_start_time_seconds", "When this process began, in seconds since 1970.",
        seconds(started.time_since_epoch()));
    for (const auto* outcome : {"created", "updated", "refused", "unproved"}) {
        counters_->people.Add({{"outcome", outcome}}); // so that there is a 0 to count from
    }
    counters_->made_mailable.Add({});
}

Metrics::~Metrics() = default;

void Metrics::count_run(const sync::Report& report, std::optional<Microseconds> took) {
    const char* const kind = kind_of(report);
    const std::string result = took ? std::string(sync::to_text(report.state)) : kNotBegun;
    counters_->runs.Add({{"kind", kind}, {"trigger", trigger_of(report)}, {"result", result}}).Increment();
    if (!took) {
        return;
    }
    counters_->took.Add({{"kind", kind}}, durations()).Observe(seconds(*took));
    if (report.preview) {
        return;
    }
    const auto count = [this](const char* outcome, std::int64_t number) {
        counters_->people.Add({{"outcome", outcome}}).Increment(static_cast<double>(number));
    };
    count("created", report.totals.created);
    count("updated", report.totals.updated);
    count("refused", report.totals.refused);
    count("unproved", std::ranges::count(report.issues, "unproved", &sync::Issue::code));
    counters_->made_mailable.Add({}).Increment(static_cast<double>(report.opted_out_made_mailable));
}

void Metrics::count_call(std::string_view server, const tl::expected<net::Response, net::TransportError>& answer) {
    if (!answer && answer.error().kind == net::TransportError::Kind::Cancelled) {
        return; // nothing left
    }
    counters_->calls.Add({{"server", std::string(server)}, {"status", fate_of(answer)}}).Increment();
}

void Metrics::count_deliveries(std::string_view result, std::int64_t number) {
    counters_->deliveries.Add({{"result", std::string(result)}}).Increment(static_cast<double>(number));
}

void Metrics::count_request(std::string_view kind, int status) {
    counters_->requests.Add({{"kind", std::string(kind)}, {"status", std::to_string(status)}}).Increment();
}

void Metrics::count_lost_store(std::string_view met_by) {
    counters_->lost.Add({{"met_by", std::string(met_by)}}).Increment();
}

std::string Metrics::text(const Figures& figures) const {
    prometheus::Registry now; // made anew at each look, so that nothing stays that is true no more
    set_load(now, "run", figures.runs);
    set_load(now, "preview", figures.previews);
    set(now, "muster_store_answers", "1 while the store answers.", figures.store ? 1 : 0);
    if (figures.store) {
        set_store(now, *figures.store);
    }
    const prometheus::TextSerializer serializer;
    return serializer.Serialize(counters_->registry.Collect()) + serializer.Serialize(now.Collect());
}

namespace {

class CountedTransport final : public net::Transport {
  public:
    using Answer = tl::expected<net::Response, net::TransportError>;
    CountedTransport(std::unique_ptr<net::Transport> inner, std::string auth_url, Metrics& metrics)
        : inner_(std::move(inner)), auth_url_(std::move(auth_url)), metrics_(metrics) {}

    Answer send(const net::Request& request, const CancelToken& cancel) override {
        return noted(request, inner_->send(request, cancel));
    }
    Answer send_when(const std::function<bool()>& may_leave, const net::Request& request,
                     const CancelToken& cancel) override {
        return noted(request, inner_->send_when(may_leave, request, cancel));
    }

  private:
    Answer noted(const net::Request& request, Answer answer) {
        metrics_.count_call(request.target.starts_with(auth_url_) ? "auth" : "api", answer);
        return answer;
    }
    std::unique_ptr<net::Transport> inner_;
    const std::string auth_url_;
    Metrics& metrics_;
};

} // namespace

std::unique_ptr<net::Transport> counted(std::unique_ptr<net::Transport> transport, std::string auth_url,
                                        Metrics& metrics) {
    return std::make_unique<CountedTransport>(std::move(transport), std::move(auth_url), metrics);
}

} // namespace muster::app
