#pragma once

// What `serve` keeps going beside the web server: the runner of runs and previews, the board that shows them,
// logins and uploaded files that wait, and the threads that look at the clock. Shells are handed one; it holds no
// rule itself.

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/background_loop.hpp"
#include "app/device_logins.hpp"
#include "app/due_updates.hpp"
#include "app/import_upload.hpp"
#include "app/installation.hpp"
#include "app/job_runner.hpp"
#include "app/metrics_page.hpp"
#include "app/notices.hpp"
#include "app/progress_board.hpp"
#include "app/store_watch.hpp"

namespace muster::app {

/// For /healthz. The store has no part in it: starting again would bring none back.
struct Health {
    std::vector<std::string> hanging; ///< threads that should run and do not
    [[nodiscard]] bool is_well() const { return hanging.empty(); }
};

/// Where an office is in its life.
enum class OfficeStage { Starting, Open, Stopping };
[[nodiscard]] std::string_view to_text(OfficeStage stage); ///< "starting"

/// For /readyz.
struct Readiness {
    bool store_answers = false;
    OfficeStage stage = OfficeStage::Starting;
    [[nodiscard]] bool is_ready() const { return store_answers && stage == OfficeStage::Open; }
};

class Office {
  public:
    /// Nothing runs by itself before start. The installation outlives it; whoever watches the board goes before it.
    explicit Office(Installation& installation, RunnerLimits limits = {});
    Office(const Office&) = delete;
    Office& operator=(const Office&) = delete;
    ~Office() { stop(); }

    void start();
    /// Cancels runs, previews and logins at their next safe point, takes no new ones, and returns when they have
    /// ended. Whoever looks on is still answered, readiness() says no.
    void wind_down();
    /// The same, and returns when all threads have ended.
    void stop();

    [[nodiscard]] Installation& installation() { return installation_; }
    [[nodiscard]] ProgressBoard& board() { return board_; }
    [[nodiscard]] JobRunner& runner() { return runner_; }
    [[nodiscard]] DeviceLogins& logins() { return logins_; }
    [[nodiscard]] ImportUploads& uploads() { return uploads_; }
    [[nodiscard]] MetricsPage& metrics_page() { return metrics_page_; }
    /// Threads that should run and do not; the store is not asked.
    [[nodiscard]] std::vector<std::string> hanging() const;
    [[nodiscard]] Health health() const { return {hanging()}; }
    /// Within two seconds, also while the store does not answer.
    [[nodiscard]] Readiness readiness() { return {store_watch_.answers(), stage_}; }

  private:
    void note_deliveries(const DeliveryTally& tally);

    Installation& installation_;
    std::atomic<OfficeStage> stage_ = OfficeStage::Starting;
    NoticeDoors doors_;
    ProgressBoard board_;
    JobRunner runner_;
    MetricsPage metrics_page_;
    DeviceLogins logins_;
    ImportUploads uploads_;
    DueUpdates due_;
    StoreWatch store_watch_;
    std::vector<std::unique_ptr<BackgroundLoop>> loops_;
};

} // namespace muster::app
