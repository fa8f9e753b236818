// The platform's script for pages, as far as it goes here: it opens the app with what the page hands to it.
(function () {
  var here = document.currentScript.src;
  var root = here.slice(0, here.indexOf("/fe-static.xhscdn.com/"));
  window.xhs = {
    share: function (given) {
      if (!given.shareInfo || !given.verifyConfig) return given.fail && given.fail({ message: "缺少参数" });
      var handed = { shareInfo: given.shareInfo, verifyConfig: given.verifyConfig };
      var link = "xhsdiscover://share?data=" + encodeURIComponent(JSON.stringify(handed));
      window.location.href = root + "/phone/open?link=" + encodeURIComponent(link);
    },
  };
})();
