// The sliding second (R31) with 1, 2 and 4 processes on one store and one key, on the machine's clock, as the
// service sees it: the sandbox behind HTTP counts what arrives.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "base/random.hpp"
#include "constant_contact/quota.hpp"
#include "net/server.hpp"
#include "net/transport.hpp"
#include "sandbox/sandbox.hpp"
#include "store/store.hpp"

namespace {

using namespace muster;
namespace fs = std::filesystem;

constexpr int kCalls = 120; // of all processes together
constexpr const char* kKey = "sandbox-client";
constexpr std::string_view kEnd = "\n\n"; // others have the pipe open, too: it is not closed when all is said

template <class T>
T must(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().message);
    }
    return std::move(*result);
}

class Folder {
  public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "muster-quota-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("no folder");
        }
        path_ = name;
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] std::unique_ptr<store::Store> open(Clock& clock, Random& random) const {
        return must(store::Store::open(
            {.url = "sqlite:" + (path_ / "muster.db").string(), .clock = clock, .random = random}));
    }

  private:
    fs::path path_;
};

/// What a process does: calls as fast as its keeper lets it, as the client makes them.
void make_calls(const Folder& folder, const std::string& url, const std::string& token, int calls) {
    SystemClock clock;
    SystemRandom random;
    const auto store = folder.open(clock, random);
    const auto book = store->quota_book();
    constant_contact::QuotaKeeper keeper(*book, clock, kKey, {});
    const auto transport = net::make_http_client();
    const CancelToken cancel;
    net::Request request{.method = "GET", .target = url + "/v3/account/summary", .headers = {}, .body = {}};
    request.headers.add("Authorization", "Bearer " + token);
    for (int call = 0; call < calls; ++call) {
        const auto answer =
            transport->send_when([&] { return keeper.before_call(cancel).has_value(); }, request, cancel);
        if (!answer) {
            throw std::runtime_error(answer.error().message);
        }
    }
}

/// A process that begins its work when it is told where the service is. Made before the service has threads.
class Worker {
  public:
    Worker(const Folder& folder, int calls) {
        int ends[2];
        if (::pipe(ends) != 0) {
            throw std::runtime_error("no pipe");
        }
        process_ = ::fork();
        if (process_ < 0) {
            throw std::runtime_error("no process");
        }
        if (process_ == 0) {
            ::close(ends[1]);
            work(folder, ends[0], calls);
        }
        ::close(ends[0]);
        to_it_ = ends[1];
    }
    void tell(const std::string& url, const std::string& token) {
        const std::string text = url + '\n' + token + std::string(kEnd);
        if (::write(to_it_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
            throw std::runtime_error("a process is away");
        }
        ::close(to_it_);
    }
    void wait() const {
        int status = 0;
        if (::waitpid(process_, &status, 0) != process_ || status != 0) {
            throw std::runtime_error("a process failed");
        }
    }

  private:
    [[noreturn]] static void work(const Folder& folder, int from, int calls) {
        try {
            std::string text;
            char bytes[512];
            for (ssize_t count = 0; !text.ends_with(kEnd) && (count = ::read(from, bytes, sizeof bytes)) > 0;) {
                text.append(bytes, static_cast<std::size_t>(count));
            }
            const auto line = text.find('\n');
            if (!text.ends_with(kEnd)) {
                throw std::runtime_error("nobody says where the service is");
            }
            text.erase(text.size() - kEnd.size());
            make_calls(folder, text.substr(0, line), text.substr(line + 1), calls);
            ::_exit(0);
        } catch (const std::exception& error) {
            std::fprintf(stderr, "%s\n", error.what());
            ::_exit(1);
        }
    }

    pid_t process_ = -1;
    int to_it_ = -1;
};

void measure(int processes) {
    SystemClock clock;
    SystemRandom random;
    const Folder folder;
    (void)folder.open(clock, random); // makes the schema
    std::vector<Worker> workers;
    for (int i = 0; i < processes; ++i) {
        workers.emplace_back(folder, kCalls / processes);
    }
    sandbox::Sandbox service({}, clock, random);
    const auto server =
        must(net::Server::start({}, [&](const net::Request& request) { return service.handle(request); }));
    const auto token = service.issue_token(service.add_account("Bench"), kKey);
    for (auto& worker : workers) {
        worker.tell(server->url(), token.access_token);
    }
    for (const auto& worker : workers) {
        worker.wait();
    }
    std::vector<Instant> arrivals;
    long long refused = 0;
    for (const auto& request : service.log()) {
        arrivals.push_back(request.at);
        refused += request.status == 429 ? 1 : 0;
    }
    std::sort(arrivals.begin(), arrivals.end());
    // The four that may go at once at the beginning are left out: they would only make the average look better.
    const std::chrono::duration<double> took = arrivals.back() - arrivals.front();
    std::printf("| %9d | %5zu | %29lld | %18.2f | %7lld |\n", processes, arrivals.size(),
                static_cast<long long>(service.most_calls_in_a_second()),
                static_cast<double>(arrivals.size() - 4) / took.count(), refused);
}

} // namespace

int main() {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    std::printf("| processes | calls | most in any sliding second <= 4 | a second >= 3.6 | refused |\n");
    std::printf("|---|---|---|---|---|\n");
    for (const int processes : {1, 2, 4}) {
        measure(processes);
    }
    return 0;
}
