#pragma once

// What everything that speaks through libcurl shares. Internal to this folder.

#include <memory>
#include <new>
#include <stdexcept>
#include <string>

#include <curl/curl.h>

namespace muster::net {

struct CurlCleanup {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using CurlHandle = std::unique_ptr<CURL, CurlCleanup>;

/// A fresh handle; throws where libcurl cannot be initialised.
[[nodiscard]] inline CurlHandle make_curl() {
    static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
    CurlHandle handle(initialised == CURLE_OK ? curl_easy_init() : nullptr);
    if (handle == nullptr) {
        throw std::runtime_error("libcurl cannot be initialised");
    }
    return handle;
}

template <class T>
void set(CURL* handle, CURLoption option, T value) {
    if (const CURLcode code = curl_easy_setopt(handle, option, value); code != CURLE_OK) {
        throw std::runtime_error("libcurl refuses its option " + std::to_string(static_cast<int>(option)) + ": " +
                                 curl_easy_strerror(code));
    }
}

/// libcurl's list of texts: header lines, recipients.
class CurlList {
  public:
    CurlList() = default;
    CurlList(const CurlList&) = delete;
    CurlList& operator=(const CurlList&) = delete;
    ~CurlList() { curl_slist_free_all(list_); }

    void add(const std::string& text) {
        curl_slist* longer = curl_slist_append(list_, text.c_str());
        if (longer == nullptr) {
            throw std::bad_alloc();
        }
        list_ = longer;
    }
    [[nodiscard]] curl_slist* get() const { return list_; }

  private:
    curl_slist* list_ = nullptr;
};

} // namespace muster::net
